package io.graft.api;

/** What kind of thing went wrong, and whose fault it is. */
public enum ErrorCode {
    /** The descriptor cannot be read: broken syntax, duplicate keys, too large, too deep. */
    BAD_DESCRIPTOR(Fault.USER),
    /** A key that the descriptor does not know. */
    UNKNOWN_KEY(Fault.USER),
    /** A setting has the wrong type, is out of range or is missing. */
    BAD_SETTING(Fault.USER),
    /** No installed plug-in offers a component of this name. */
    UNKNOWN_COMPONENT(Fault.USER),
    /** A component of this name exists, but of a kind that does not belong in this place. */
    WRONG_KIND(Fault.USER),
    /** A step does not take what the step before it gives. */
    TYPE_MISMATCH(Fault.USER),
    /** Shapes do not fit. */
    SHAPE_MISMATCH(Fault.USER),
    /** A data file is missing, empty or broken. */
    BAD_DATA(Fault.USER),
    /** The loss became NaN or infinite. */
    DIVERGED(Fault.USER),
    /** A pipeline, model, run or component that was asked for by name does not exist. */
    NOT_FOUND(Fault.USER),
    /** A call that makes no sense, e.g. an unknown option. */
    BAD_CALL(Fault.USER),
    /** Something else works on the same thing right now, e.g. a second run of one pipeline. */
    BUSY(Fault.USER),
    /** A model file is damaged or made by a newer Graft. */
    BAD_MODEL(Fault.USER),
    /** The gate refused a swap: it would have spoiled the answers. */
    REFUSED(Fault.USER),
    /** The caller has not shown who he is, or may not do this. */
    FORBIDDEN(Fault.USER),
    /** Two plug-ins offer a component of the same kind and name. */
    DUPLICATE_COMPONENT(Fault.PLUGIN),
    /** A plug-in is missing or cannot be used. */
    PLUGIN_UNAVAILABLE(Fault.PLUGIN),
    /** A plug-in broke its contract: it threw, returned null or gave values that cannot be. */
    PLUGIN_FAILED(Fault.PLUGIN),
    /** A jar was not let in as a plug-in. */
    PLUGIN_REJECTED(Fault.PLUGIN),
    /** No backend can compute this graph. */
    UNSUPPORTED(Fault.PLUGIN),
    /** Disk full, file not writable, memory exhausted. */
    RESOURCE(Fault.RESOURCE),
    /** A pipeline cannot answer now, and will by itself when what it waits for is there. */
    NOT_READY(Fault.RESOURCE),
    /** More work is waiting than may wait. */
    OVERLOADED(Fault.RESOURCE),
    /** The work took longer than it may. */
    TIMEOUT(Fault.RESOURCE),
    /** The server cannot be reached. */
    UNREACHABLE(Fault.RESOURCE),
    /** The work was interrupted. */
    INTERRUPTED(Fault.RESOURCE),
    /** A fault of Graft itself. */
    INTERNAL(Fault.PLATFORM);

    /** Who can mend it. */
    public enum Fault {
        /** The person who wrote the descriptor, the data or the call. */
        USER,
        /** The author of a plug-in. */
        PLUGIN,
        /** Graft. */
        PLATFORM,
        /** The machine. */
        RESOURCE
    }

    private final Fault fault;

    ErrorCode(Fault fault) {
        this.fault = fault;
    }

    /** Who can mend it. */
    public Fault fault() {
        return fault;
    }
}

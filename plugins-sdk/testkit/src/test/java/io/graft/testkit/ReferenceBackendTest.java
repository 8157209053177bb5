package io.graft.testkit;

import io.graft.api.backend.BackendType;

/** The reference keeps the contract that it is the measure of. */
class ReferenceBackendTest extends BackendContract<ReferenceBackend.Settings> {
    @Override
    protected BackendType<ReferenceBackend.Settings> type() {
        return new ReferenceBackend.Type();
    }

    @Override
    protected ReferenceBackend.Settings settings() {
        return new ReferenceBackend.Settings();
    }

    /** Differences see both sides of what jumps, so the reference has no first of equals. */
    @Override
    void theSlopeOfEqualNumbersInAMaxPoolGoesToTheFirst() {}

    @Override
    protected int manySteps() {
        return 400; // each computes the network twice for each number
    }
}

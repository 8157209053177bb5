package io.graft.pipeline.live;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.runtime.ObjectMethods;

/**
 * What the JDK itself holds of a plug-in.
 *
 * <p>The first call of a record's {@code equals} is linked by {@link ObjectMethods}, whose one handle for comparing objects keeps the type that it was last
 * adapted to: a class of the plug-in, when that is what the record holds, and with it the class loader. Linking the {@code equals} of a record of the
 * platform puts a class of the platform in its place.
 */
final class JdkCaches {
    private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

    private JdkCaches() {}

    private record Ours(JdkCaches held) {}

    private record Theirs(Ours held) {}

    /** Makes the JDK let go of plug-ins. */
    static void clear() {
        // two types by turns: a handle that has the wanted type already keeps what it has
        link(Ours.class, JdkCaches.class);
        link(Theirs.class, Ours.class);
    }

    private static void link(Class<? extends Record> type, Class<?> held) {
        try {
            MethodHandle getter = LOOKUP.findVirtual(type, "held", MethodType.methodType(held));
            ObjectMethods.bootstrap(
                    LOOKUP, "equals", MethodType.methodType(boolean.class, type, Object.class), type, "held", getter);
        } catch (Throwable e) { // bootstrap declares it
            System.getLogger(JdkCaches.class.getName()).log(System.Logger.Level.DEBUG, "the JDK's caches stay", e);
        }
    }
}

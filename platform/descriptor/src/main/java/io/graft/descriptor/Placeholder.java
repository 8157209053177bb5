package io.graft.descriptor;

import java.lang.reflect.Proxy;

/** Stands for a component while a descriptor is checked, when components are not made. */
final class Placeholder {
    private Placeholder() {}

    /** Something asked a placeholder to work. */
    static final class NotMadeException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NotMadeException() {
            super("components are not made while a descriptor is checked", null, false, false);
        }
    }

    /** A component of a kind that does nothing. Its class belongs to the API, so no plug-in is kept alive. */
    static Object of(String kind) {
        Class<?> type = SettingTypes.product(kind);
        return Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> switch (method.getName()) {
                    case "equals" -> proxy == arguments[0];
                    case "hashCode" -> System.identityHashCode(proxy);
                    case "toString" -> "a " + kind;
                    default -> throw new NotMadeException();
                });
    }
}

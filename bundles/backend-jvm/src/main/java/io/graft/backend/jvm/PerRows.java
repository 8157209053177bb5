package io.graft.backend.jvm;

import java.util.function.IntFunction;

/** What depends on the number of rows, kept while that stays. */
final class PerRows<T> {
    private final IntFunction<T> make;
    private int rows = -1;
    private T value;

    PerRows(IntFunction<T> make) {
        this.make = make;
    }

    T at(int n) {
        if (n != rows) {
            value = make.apply(n);
            rows = n;
        }
        return value;
    }
}

package io.graft.backend.jvm;

import java.util.Map;
import java.util.function.DoubleBinaryOperator;

/** Functions of two elements. Those of plain arithmetic have loops of their own, which the JIT compiler makes vector code of. */
final class BinaryFunctions {
    static final Binary ADD = new Add();
    static final Binary SUB = new Sub();
    static final Binary MUL = new Mul();
    static final Binary DIV = new Div();
    static final Map<String, Binary> ALL = Map.ofEntries(
            Map.entry("Add", ADD),
            Map.entry("Sub", SUB),
            Map.entry("Mul", MUL),
            Map.entry("Div", DIV),
            Map.entry("Pow", new Any(Math::pow)),
            Map.entry("Max", new Any(Math::max)),
            Map.entry("Min", new Any(Math::min)),
            Map.entry("Equal", new Any((a, b) -> a == b ? 1 : 0)),
            Map.entry("Greater", new Any((a, b) -> a > b ? 1 : 0)),
            Map.entry("GreaterOrEqual", new Any((a, b) -> a >= b ? 1 : 0)),
            Map.entry("Less", new Any((a, b) -> a < b ? 1 : 0)),
            Map.entry("LessOrEqual", new Any((a, b) -> a <= b ? 1 : 0)),
            Map.entry("And", new Any((a, b) -> a != 0 && b != 0 ? 1 : 0)),
            Map.entry("Or", new Any((a, b) -> a != 0 || b != 0 ? 1 : 0)));

    private BinaryFunctions() {}

    /** A function of two elements. */
    abstract static class Binary {
        /** One element; whole numbers are exact. */
        abstract double of(double a, double b);

        /** Elements at the same index. */
        abstract void pass(float[] a, float[] b, float[] y, int from, int to);

        /** Elements of an array and one number. */
        abstract void pass(float[] a, float b, float[] y, int from, int to);

        /** n elements; a side of stride 0 gives the same one again and again. */
        abstract void strided(float[] a, int ao, int as, float[] b, int bo, int bs, float[] y, int yo, int n);
    }

    /** Any function, slowly. */
    static final class Any extends Binary {
        private final DoubleBinaryOperator f;

        Any(DoubleBinaryOperator f) {
            this.f = f;
        }

        @Override
        double of(double a, double b) {
            return f.applyAsDouble(a, b);
        }

        @Override
        void pass(float[] a, float[] b, float[] y, int from, int to) {
            for (int i = from; i < to; i++) y[i] = (float) f.applyAsDouble(a[i], b[i]);
        }

        @Override
        void pass(float[] a, float b, float[] y, int from, int to) {
            for (int i = from; i < to; i++) y[i] = (float) f.applyAsDouble(a[i], b);
        }

        @Override
        void strided(float[] a, int ao, int as, float[] b, int bo, int bs, float[] y, int yo, int n) {
            for (int i = 0; i < n; i++) y[yo + i] = (float) f.applyAsDouble(a[ao + i * as], b[bo + i * bs]);
        }
    }

    private static final class Add extends Binary {
        @Override
        double of(double a, double b) {
            return a + b;
        }

        @Override
        void pass(float[] a, float[] b, float[] y, int from, int to) {
            for (int i = from; i < to; i++) y[i] = a[i] + b[i];
        }

        @Override
        void pass(float[] a, float b, float[] y, int from, int to) {
            for (int i = from; i < to; i++) y[i] = a[i] + b;
        }

        @Override
        void strided(float[] a, int ao, int as, float[] b, int bo, int bs, float[] y, int yo, int n) {
            if (as == 1 && bs == 1) for (int i = 0; i < n; i++) y[yo + i] = a[ao + i] + b[bo + i];
            else if (as == 1) for (int i = 0; i < n; i++) y[yo + i] = a[ao + i] + b[bo];
            else if (bs == 1) for (int i = 0; i < n; i++) y[yo + i] = a[ao] + b[bo + i];
            else for (int i = 0; i < n; i++) y[yo + i] = a[ao] + b[bo];
        }
    }

    private static final class Sub extends Binary {
        @Override
        double of(double a, double b) {
            return a - b;
        }

        @Override
        void pass(float[] a, float[] b, float[] y, int from, int to) {
            for (int i = from; i < to; i++) y[i] = a[i] - b[i];
        }

        @Override
        void pass(float[] a, float b, float[] y, int from, int to) {
            for (int i = from; i < to; i++) y[i] = a[i] - b;
        }

        @Override
        void strided(float[] a, int ao, int as, float[] b, int bo, int bs, float[] y, int yo, int n) {
            if (as == 1 && bs == 1) for (int i = 0; i < n; i++) y[yo + i] = a[ao + i] - b[bo + i];
            else if (as == 1) for (int i = 0; i < n; i++) y[yo + i] = a[ao + i] - b[bo];
            else if (bs == 1) for (int i = 0; i < n; i++) y[yo + i] = a[ao] - b[bo + i];
            else for (int i = 0; i < n; i++) y[yo + i] = a[ao] - b[bo];
        }
    }

    private static final class Mul extends Binary {
        @Override
        double of(double a, double b) {
            return a * b;
        }

        @Override
        void pass(float[] a, float[] b, float[] y, int from, int to) {
            for (int i = from; i < to; i++) y[i] = a[i] * b[i];
        }

        @Override
        void pass(float[] a, float b, float[] y, int from, int to) {
            for (int i = from; i < to; i++) y[i] = a[i] * b;
        }

        @Override
        void strided(float[] a, int ao, int as, float[] b, int bo, int bs, float[] y, int yo, int n) {
            if (as == 1 && bs == 1) for (int i = 0; i < n; i++) y[yo + i] = a[ao + i] * b[bo + i];
            else if (as == 1) for (int i = 0; i < n; i++) y[yo + i] = a[ao + i] * b[bo];
            else if (bs == 1) for (int i = 0; i < n; i++) y[yo + i] = a[ao] * b[bo + i];
            else for (int i = 0; i < n; i++) y[yo + i] = a[ao] * b[bo];
        }
    }

    private static final class Div extends Binary {
        @Override
        double of(double a, double b) {
            return a / b;
        }

        @Override
        void pass(float[] a, float[] b, float[] y, int from, int to) {
            for (int i = from; i < to; i++) y[i] = a[i] / b[i];
        }

        @Override
        void pass(float[] a, float b, float[] y, int from, int to) {
            for (int i = from; i < to; i++) y[i] = a[i] / b;
        }

        @Override
        void strided(float[] a, int ao, int as, float[] b, int bo, int bs, float[] y, int yo, int n) {
            if (as == 1 && bs == 1) for (int i = 0; i < n; i++) y[yo + i] = a[ao + i] / b[bo + i];
            else if (as == 1) for (int i = 0; i < n; i++) y[yo + i] = a[ao + i] / b[bo];
            else if (bs == 1) for (int i = 0; i < n; i++) y[yo + i] = a[ao] / b[bo + i];
            else for (int i = 0; i < n; i++) y[yo + i] = a[ao] / b[bo];
        }
    }
}

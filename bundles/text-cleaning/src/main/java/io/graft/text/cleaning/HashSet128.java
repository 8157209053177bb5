package io.graft.text.cleaning;

/** A set of numbers of 128 bits that are evenly spread, as hashes are; open addressing in one array. For one thread. */
final class HashSet128 {
    private long[] slots = new long[2 * 1024];
    private int size;
    private boolean zero;

    /** Adds a number; false when it was there. */
    boolean add(long high, long low) {
        if (high == 0 && low == 0) {
            boolean added = !zero;
            zero = true;
            return added;
        }
        if (4L * size > slots.length) grow();
        int at = find(slots, high, low);
        if (slots[at] == high && slots[at + 1] == low) return false;
        slots[at] = high;
        slots[at + 1] = low;
        size++;
        return true;
    }

    /** The slot of a number, or the empty one where it belongs. */
    private static int find(long[] slots, long high, long low) {
        int mask = slots.length - 1;
        int at = (int) (low << 1) & mask;
        while ((slots[at] != 0 || slots[at + 1] != 0) && (slots[at] != high || slots[at + 1] != low))
            at = at + 2 & mask;
        return at;
    }

    private void grow() {
        long[] larger = new long[Math.multiplyExact(2, slots.length)];
        for (int i = 0; i < slots.length; i += 2) {
            if (slots[i] == 0 && slots[i + 1] == 0) continue;
            int at = find(larger, slots[i], slots[i + 1]);
            larger[at] = slots[i];
            larger[at + 1] = slots[i + 1];
        }
        slots = larger;
    }
}

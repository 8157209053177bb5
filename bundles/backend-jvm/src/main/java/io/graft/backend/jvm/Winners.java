package io.graft.backend.jvm;

import java.util.Arrays;

/** What {@link Peaks} kept of some images and has a slope: filter by filter, and place by place. Room for the most is made once. */
final class Winners {
    private final float[] slopes;
    private final int[] places;
    private final int[] ends;
    private final float[] slopesByPlace;
    private final int[] filtersByPlace;
    private final int[] begins;
    private int count;

    /**
     * None yet.
     *
     * @param most how many there may be
     * @param filters the number of filters
     * @param places the number of places of all images
     */
    Winners(int most, int filters, int places) {
        slopes = new float[most + 1];
        this.places = new int[most + 1];
        ends = new int[filters];
        slopesByPlace = new float[most];
        filtersByPlace = new int[most];
        begins = new int[places + 1];
    }

    void clear() {
        count = 0;
    }

    /** Adds one to the filter that is being collected, unless its slope is 0; without a branch, which nobody could foresee. */
    void add(float slope, int place) {
        slopes[count] = slope;
        places[count] = place;
        count += slope == 0 ? 0 : 1;
    }

    /** A filter is complete. */
    void end(int filter) {
        ends[filter] = count;
    }

    /** Adds the rows of what each filter kept to the filter's row. */
    void gather(Rows kernel, int inner, int[] offsets, float[] rows, int from, float[] into, int[] at) {
        for (int i = 0; i < count; i++) at[i] = offsets[places[i]];
        for (int f = 0, first = 0; f < ends.length; first = ends[f++])
            if (ends[f] > first) kernel.weigh(inner, first, ends[f] - first, slopes, at, rows, from, into, f * inner);
    }

    /** The sum of each filter's slopes. */
    void sum(float[] into) {
        for (int f = 0, i = 0; f < ends.length; f++) for (; i < ends[f]; i++) into[f] += slopes[i];
    }

    /** Adds the rows of the filters that kept a place to the place's row. */
    void spread(Rows kernel, int inner, int[] offsets, float[] filters, float[] into, int to) {
        Arrays.fill(begins, 0);
        for (int i = 0; i < count; i++) begins[places[i] + 1]++;
        for (int p = 1; p < begins.length; p++) begins[p] += begins[p - 1];
        for (int f = 0, i = 0; f < ends.length; f++)
            for (; i < ends[f]; i++) {
                int k = begins[places[i]]++;
                slopesByPlace[k] = slopes[i];
                filtersByPlace[k] = f * inner;
            }
        for (int p = 0, first = 0; p < offsets.length && first < count; first = begins[p++])
            if (begins[p] > first)
                kernel.weigh(
                        inner,
                        first,
                        begins[p] - first,
                        slopesByPlace,
                        filtersByPlace,
                        filters,
                        0,
                        into,
                        to + offsets[p]);
    }
}

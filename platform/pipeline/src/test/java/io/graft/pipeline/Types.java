package io.graft.pipeline;

import io.graft.api.Context;
import io.graft.api.backend.Availability;
import io.graft.api.backend.Backend;
import io.graft.api.backend.BackendType;
import io.graft.api.data.Source;
import io.graft.api.data.SourceType;
import io.graft.api.model.Layer;
import io.graft.api.model.LayerType;
import io.graft.api.model.Loss;
import io.graft.api.model.LossType;
import io.graft.api.model.Metric;
import io.graft.api.model.MetricType;
import io.graft.api.model.Optimizer;
import io.graft.api.model.OptimizerType;
import io.graft.api.model.Schedule;
import io.graft.api.model.ScheduleType;
import io.graft.api.text.Cleaner;
import io.graft.api.text.CleanerType;
import io.graft.api.text.TokenFilter;
import io.graft.api.text.TokenFilterType;
import io.graft.api.text.Tokenizer;
import io.graft.api.text.TokenizerType;
import java.util.function.Supplier;

/** Component types out of lambdas. */
public final class Types {
    private Types() {}

    /** No settings. */
    public record None() {}

    /** Makes a component. */
    public interface Maker<S, C> {
        C make(S settings, Context context);
    }

    public record Reads<S extends Record>(Class<S> settings, Maker<S, Source> maker) implements SourceType<S> {
        @Override
        public Source create(S s, Context context) {
            return maker.make(s, context);
        }
    }

    public record Cleans<S extends Record>(Class<S> settings, Maker<S, Cleaner> maker) implements CleanerType<S> {
        @Override
        public Cleaner create(S s, Context context) {
            return maker.make(s, context);
        }
    }

    public record Splits<S extends Record>(Class<S> settings, Maker<S, Tokenizer> maker) implements TokenizerType<S> {
        @Override
        public Tokenizer create(S s, Context context) {
            return maker.make(s, context);
        }
    }

    public record Filters<S extends Record>(Class<S> settings, Maker<S, TokenFilter> maker)
            implements TokenFilterType<S> {
        @Override
        public TokenFilter create(S s, Context context) {
            return maker.make(s, context);
        }
    }

    public record Builds<S extends Record>(Class<S> settings, Maker<S, Layer> maker) implements LayerType<S> {
        @Override
        public Layer create(S s, Context context) {
            return maker.make(s, context);
        }
    }

    public record Loses<S extends Record>(Class<S> settings, Maker<S, Loss> maker) implements LossType<S> {
        @Override
        public Loss create(S s, Context context) {
            return maker.make(s, context);
        }
    }

    public record Moves<S extends Record>(Class<S> settings, Maker<S, Optimizer> maker) implements OptimizerType<S> {
        @Override
        public Optimizer create(S s, Context context) {
            return maker.make(s, context);
        }
    }

    public record Plans<S extends Record>(Class<S> settings, Maker<S, Schedule> maker) implements ScheduleType<S> {
        @Override
        public Schedule create(S s, Context context) {
            return maker.make(s, context);
        }
    }

    public record Judges<S extends Record>(Class<S> settings, Maker<S, Metric> maker) implements MetricType<S> {
        @Override
        public Metric create(S s, Context context) {
            return maker.make(s, context);
        }
    }

    public record Computes<S extends Record>(
            Class<S> settings, Supplier<Availability> available, Maker<S, Backend> maker) implements BackendType<S> {
        @Override
        public Availability availability() {
            return available.get();
        }

        @Override
        public Backend create(S s, Context context) {
            return maker.make(s, context);
        }
    }
}

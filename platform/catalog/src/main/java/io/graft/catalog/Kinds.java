package io.graft.catalog;

import io.graft.api.ComponentType;
import io.graft.api.Kind;
import io.graft.api.audio.AudioFeaturesType;
import io.graft.api.audio.AudioStepType;
import io.graft.api.augment.AugmenterType;
import io.graft.api.backend.BackendType;
import io.graft.api.data.DecoderType;
import io.graft.api.data.SourceType;
import io.graft.api.image.ImageStepType;
import io.graft.api.model.LayerType;
import io.graft.api.model.LossType;
import io.graft.api.model.MetricType;
import io.graft.api.model.OptimizerType;
import io.graft.api.model.ScheduleType;
import io.graft.api.table.TableStepType;
import io.graft.api.text.CleanerType;
import io.graft.api.text.TokenFilterType;
import io.graft.api.text.TokenizerType;
import io.graft.api.text.VectorizerType;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The kinds of components, in the order in which a pipeline uses them. */
public final class Kinds {
    private static final Map<String, Class<?>> BY_NAME = new LinkedHashMap<>();

    static {
        for (Class<?> type : List.of(
                SourceType.class,
                DecoderType.class,
                CleanerType.class,
                TokenizerType.class,
                TokenFilterType.class,
                VectorizerType.class,
                ImageStepType.class,
                AudioStepType.class,
                AudioFeaturesType.class,
                TableStepType.class,
                AugmenterType.class,
                LayerType.class,
                LossType.class,
                OptimizerType.class,
                ScheduleType.class,
                MetricType.class,
                BackendType.class)) BY_NAME.put(type.getAnnotation(Kind.class).value(), type);
    }

    private static final List<String> NAMES = List.copyOf(BY_NAME.keySet());

    private Kinds() {}

    /** All kinds. */
    public static List<String> names() {
        return NAMES;
    }

    /** The service interfaces, by kind. */
    static Map<String, Class<?>> interfaces() {
        return Collections.unmodifiableMap(BY_NAME);
    }

    /** The kind of a component type. */
    static String of(ComponentType<?, ?> type) {
        for (Map.Entry<String, Class<?>> e : BY_NAME.entrySet())
            if (e.getValue().isInstance(type)) return e.getKey();
        throw new IllegalArgumentException(type.getClass().getName() + " is of no known kind");
    }
}

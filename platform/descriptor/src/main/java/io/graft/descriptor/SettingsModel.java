package io.graft.descriptor;

import java.util.List;
import java.util.Optional;

/**
 * The settings of a component: what its settings record says about itself. It holds no class of the plug-in.
 *
 * @param settings the settings, in the order of the record
 */
public record SettingsModel(List<Setting> settings) {

    /** No settings. */
    public static final SettingsModel NONE = new SettingsModel(List.of());

    /** Copies. */
    public SettingsModel {
        settings = List.copyOf(settings);
    }

    /**
     * The model of a settings record, made anew by each call.
     *
     * @throws io.graft.api.PipelineException of code PLUGIN_FAILED when the record has a component of a type that settings
     * cannot have
     */
    public static SettingsModel of(Class<? extends Record> type) {
        return SettingTypes.model(type);
    }

    /** The setting of this name. */
    public Optional<Setting> setting(String name) {
        return settings.stream().filter(s -> s.name().equals(name)).findFirst();
    }

    /** The names of the settings, in order. */
    public List<String> names() {
        return settings.stream().map(Setting::name).toList();
    }
}

package io.graft.plugins.internal;

import io.graft.plugins.PluginEvent;
import io.graft.plugins.Plugins;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Who is told what happens to plug-ins. */
final class Events {
    private final List<Consumer<PluginEvent>> listeners = new CopyOnWriteArrayList<>();

    Plugins.Listening listen(Consumer<PluginEvent> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    void tell(PluginEvent.Type type, String plugin, String version, String sentence) {
        PluginEvent event = new PluginEvent(type, plugin, version, Instant.now(), sentence);
        for (Consumer<PluginEvent> listener : listeners)
            try {
                listener.accept(event);
            } catch (RuntimeException e) {
                System.getLogger(Events.class.getName())
                        .log(System.Logger.Level.WARNING, "A listener of plug-in events failed.", e);
            }
    }
}

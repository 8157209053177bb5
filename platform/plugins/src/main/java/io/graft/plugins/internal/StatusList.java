package io.graft.plugins.internal;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.catalog.Catalog;
import io.graft.catalog.Offer;
import io.graft.pipeline.live.Pipelines;
import io.graft.plugins.Diagnosis;
import io.graft.plugins.PluginStatus;
import io.graft.plugins.PluginStatus.State;
import io.graft.plugins.internal.PluginState.Jar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.framework.Bundle;

/** Tells how each plug-in is; reads only, and waits for no change. */
final class StatusList {
    private final Installed installed;
    private final PluginBundles bundles;
    private final Catalog catalog;
    private final Pipelines pipelines;
    private final Checks checks;
    private final Map<Path, Hashed> hashes = new ConcurrentHashMap<>();

    private record Hashed(FileTime time, long bytes, String sha256) {}

    StatusList(Installed installed, PluginBundles bundles, Catalog catalog, Pipelines pipelines, Checks checks) {
        this.installed = installed;
        this.bundles = bundles;
        this.catalog = catalog;
        this.pipelines = pipelines;
        this.checks = checks;
    }

    List<PluginStatus> list() {
        List<Offer> offers = catalog.offers();
        List<PluginStatus> list = new ArrayList<>();
        Map<String, String> wrong = new HashMap<>();
        wrong(installed.names()).forEach(d -> wrong.putIfAbsent(d.plugin(), d.sentence()));
        for (String name : installed.names())
            list.add(status(name, installed.bundle(name), offers, Optional.ofNullable(wrong.get(name))));
        for (Bundle bundle : bundles.stuck()) list.add(stuck(bundle));
        for (Bundle bundle : bundles.unapproved()) list.add(unapproved(bundle));
        list.sort(Comparator.comparing(PluginStatus::name).thenComparing(PluginStatus::bundle));
        return list;
    }

    private PluginStatus status(String name, Optional<Bundle> bundle, List<Offer> offers, Optional<String> wrong) {
        Optional<Jar> jar = installed.state().current(name);
        long id = bundle.map(Bundle::getBundleId).orElse(-1L);
        return new PluginStatus(
                name,
                jar.map(Jar::version)
                        .orElseGet(
                                () -> bundle.map(b -> b.getVersion().toString()).orElse("")),
                wrong.isEmpty() ? State.ACTIVE : State.BROKEN,
                wrong.orElse(""),
                jar.isEmpty(),
                jar.map(Jar::sha256)
                        .orElseGet(() ->
                                bundle.flatMap(Shipped::jar).map(this::sha256).orElse("")),
                jar.map(Jar::signer).orElse(""),
                jar.map(j -> Instant.parse(j.installed()))
                        .orElseGet(() -> bundle.map(b -> Instant.ofEpochMilli(b.getLastModified()))
                                .orElse(Instant.EPOCH)),
                jar.map(Jar::origin).orElse("distribution"),
                offers.stream()
                        .filter(o -> o.bundle() == id)
                        .map(o -> o.kind() + " " + o.name())
                        .toList(),
                users(id),
                installed.state().previous(name).stream().findFirst().map(Jar::version),
                id);
    }

    private List<String> users(long id) {
        return id < 0
                ? List.of()
                : pipelines.users(Set.of(id)).stream().sorted().toList();
    }

    private PluginStatus stuck(Bundle bundle) {
        return other(
                bundle,
                State.STUCK,
                "It was asked to stop and has not, so far; its memory comes back when it does, or when the process ends.");
    }

    private PluginStatus unapproved(Bundle bundle) {
        return other(
                bundle,
                State.UNAPPROVED,
                "It came by another way than the plug-in manager (" + bundle.getLocation()
                        + ") and was not let in. Uninstall it there, and let its jar in with 'graft plugin install FILE'.");
    }

    private PluginStatus other(Bundle bundle, State state, String sentence) {
        String name = bundle.getSymbolicName();
        return new PluginStatus(
                name == null ? bundle.getLocation() : name,
                bundle.getVersion().toString(),
                state,
                sentence,
                false,
                "",
                "",
                Instant.ofEpochMilli(bundle.getLastModified()),
                bundle.getLocation(),
                List.of(),
                users(bundle.getBundleId()),
                Optional.empty(),
                bundle.getBundleId());
    }

    private String sha256(Path jar) {
        try {
            FileTime time = Files.getLastModifiedTime(jar);
            long bytes = Files.size(jar);
            Hashed known = hashes.get(jar);
            if (known == null || known.bytes != bytes || !known.time.equals(time)) {
                known = new Hashed(time, bytes, PluginStore.sha256(jar));
                hashes.put(jar, known);
            }
            return known.sha256;
        } catch (IOException e) {
            return "";
        }
    }

    /** What is wrong with what should run. */
    private List<Diagnosis> wrong(Set<String> names) {
        List<Diagnosis> found = new ArrayList<>();
        Set<Long> running = new HashSet<>();
        for (String name : names) {
            installed.bundle(name).ifPresent(bundle -> running.add(bundle.getBundleId()));
            installed.broken(name).ifPresent(sentence -> found.add(new Diagnosis(name, sentence, List.of())));
        }
        found.addAll(checks.diagnose(bundle -> running.contains(bundle.getBundleId())));
        return found;
    }

    List<Diagnosis> diagnose(Optional<String> name) {
        Set<String> known = installed.names();
        List<PluginStatus> others = new ArrayList<>();
        bundles.stuck().forEach(bundle -> others.add(stuck(bundle)));
        bundles.unapproved().forEach(bundle -> others.add(unapproved(bundle)));
        others.removeIf(status -> name.isPresent() && !name.get().equals(status.name()));
        if (name.isPresent() && !known.contains(name.get()) && others.isEmpty())
            throw new PipelineException(
                    ErrorCode.NOT_FOUND,
                    "",
                    "There is no plug-in '" + name.get() + "'. There are: " + String.join(", ", known) + ".");
        List<Diagnosis> found = new ArrayList<>();
        installed.unreadable().ifPresent(e -> found.add(new Diagnosis("", e.getMessage(), List.of(e.at()))));
        for (PluginStatus other : others) found.add(new Diagnosis(other.name(), other.sentence(), List.of()));
        found.addAll(wrong(name.map(Set::of).orElse(known)));
        return found;
    }
}

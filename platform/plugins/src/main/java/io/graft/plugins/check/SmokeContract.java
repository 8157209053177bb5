package io.graft.plugins.check;

import io.graft.api.ComponentName;
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
import io.graft.catalog.Catalog;
import io.graft.catalog.Offer;
import io.graft.pipeline.live.Report;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;

/**
 * Asks each component of a bundle to do a trivial job, so that what cannot work is found before a pipeline has it.
 *
 * <p>Each component has a daemon thread of its own and a bounded time; only text comes back from there, so nothing of the bundle is kept.
 *
 * <p><b>Threading.</b> Thread-safe.
 */
public final class SmokeContract {
    private static final String CHECK = "components";
    private static final Pattern NAME = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");

    private static final Set<String> KINDS = Stream.of(
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
                    BackendType.class)
            .map(Class::getName)
            .collect(Collectors.toUnmodifiableSet());

    private final Duration atMost;

    /** Gives each component 10 seconds. */
    public SmokeContract() {
        this(Duration.ofSeconds(10));
    }

    /** Gives each component so much time. */
    SmokeContract(Duration atMost) {
        this.atMost = atMost;
    }

    /**
     * Tries all that a started bundle offers.
     *
     * @param catalog what will be offered when the bundle is admitted; see {@link io.graft.catalog.Admission#trial}
     */
    public Report.Check check(Bundle bundle, Catalog catalog) {
        Optional<String> nameless = nameless(bundle);
        if (nameless.isPresent()) return failed(nameless.get());
        List<Offer> all = catalog.offers();
        List<Offer> offers =
                all.stream().filter(o -> o.bundle() == bundle.getBundleId()).toList();
        List<Offer> seen = new ArrayList<>();
        for (Offer offer : offers) {
            Optional<String> wrong =
                    name(offer).or(() -> rival(offer, all, seen)).or(() -> tried(offer));
            if (wrong.isPresent()) return failed(wrong.get());
            seen.add(offer);
        }
        if (offers.isEmpty())
            return new Report.Check(
                    CHECK, true, "It offers no component; what it exports can be used by other plug-ins.");
        return new Report.Check(
                CHECK,
                true,
                offers.size() == 1
                        ? "Its component does its job."
                        : "Its " + offers.size() + " components do their job.");
    }

    private static Report.Check failed(String sentence) {
        return new Report.Check(CHECK, false, sentence);
    }

    private static Optional<String> nameless(Bundle bundle) {
        ServiceReference<?>[] services = bundle.getRegisteredServices();
        if (services == null) return Optional.empty();
        for (ServiceReference<?> service : services)
            for (String type : (String[]) service.getProperty(Constants.OBJECTCLASS))
                if (KINDS.contains(type) && !(service.getProperty(ComponentName.PROPERTY) instanceof String))
                    return Optional.of(bundle.getSymbolicName() + " offers a component (" + simple(type)
                            + ") without a name; put @ComponentName on its class.");
        return Optional.empty();
    }

    private static String simple(String type) {
        return type.substring(type.lastIndexOf('.') + 1);
    }

    private static Optional<String> name(Offer offer) {
        if (NAME.matcher(offer.name()).matches()) return Optional.empty();
        return Optional.of("'" + offer.name() + "' is no name for a " + offer.kind()
                + ": it is of lower-case letters and digits, words joined by a hyphen.");
    }

    /** Another component of the same kind and name: of another plug-in, or twice in this one. */
    private static Optional<String> rival(Offer offer, List<Offer> all, List<Offer> seen) {
        return all.stream()
                .filter(o -> o.kind().equals(offer.kind()) && o.name().equals(offer.name()))
                .filter(o -> !o.plugin().equals(offer.plugin()) || seen.contains(o))
                .findFirst()
                .map(o -> o.plugin().equals(offer.plugin())
                        ? offer.plugin() + " offers the " + offer.kind() + " '" + offer.name() + "' twice."
                        : "Two plug-ins would offer the " + offer.kind() + " '" + offer.name() + "': " + offer.plugin()
                                + " " + offer.version() + " and " + o.plugin() + " " + o.version()
                                + ". Remove or rename one of them.");
    }

    private Optional<String> tried(Offer offer) {
        FutureTask<Optional<String>> task = new FutureTask<>(new Trial(offer)::run);
        Thread thread = new Thread(null, task, "graft plug-ins: trial of " + offer.name(), 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(SmokeContract.class.getClassLoader());
        thread.start();
        try {
            return task.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            task.cancel(true);
            return Optional.of("The " + offer + " hangs: it has not done a trivial job within " + seconds()
                    + "; its thread was left to itself.");
        } catch (ExecutionException e) {
            return Optional.of("The " + offer + " could not be tried: " + e.getCause() + ".");
        } catch (InterruptedException e) {
            task.cancel(true);
            Thread.currentThread().interrupt();
            return Optional.of("The trial of the " + offer + " was interrupted.");
        }
    }

    private String seconds() {
        return atMost.toMillis() < 1000 ? atMost.toMillis() + " ms" : atMost.toSeconds() + " s";
    }
}

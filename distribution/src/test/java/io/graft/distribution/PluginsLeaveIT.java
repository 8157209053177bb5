package io.graft.distribution;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.graft.catalog.Catalog;
import io.graft.descriptor.Descriptor;
import io.graft.descriptor.DescriptorCheck;
import io.graft.descriptor.DescriptorReader;
import io.graft.descriptor.Filler;
import io.graft.descriptor.JsonSchema;
import io.graft.descriptor.Tree;
import io.graft.models.Model;
import io.graft.pipeline.Generation;
import io.graft.pipeline.Worker;
import io.graft.pipeline.live.LeakWatch;
import io.graft.training.Trainer;
import java.io.IOException;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.inject.Inject;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.framework.wiring.FrameworkWiring;

/** After a pipeline was checked, trained and asked, nothing of its plug-ins stays in memory once they are uninstalled. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class PluginsLeaveIT {
    private static final List<String> USED = List.of(
            "io.graft.sources-files",
            "io.graft.text-cleaning",
            "io.graft.tokenizers-unicode",
            "io.graft.vectorizers",
            "io.graft.layers-core",
            "io.graft.losses-core",
            "io.graft.optimizers-core",
            "io.graft.metrics-core",
            "io.graft.backend-dl4j-cpu",
            "io.graft.backend-jvm");

    @Inject
    private BundleContext context;

    @Inject
    private Catalog catalog;

    @Inject
    private Trainer trainer;

    @Inject
    private LeakWatch leaks;

    @Configuration
    public Option[] config() throws IOException {
        return new Option[] {InGraft.everything()};
    }

    @Test
    public void classLoadersOfUsedPluginsAreCollectedAfterTheyLeave() throws Exception {
        for (String backend : List.of("dl4j-cpu", "jvm")) useThem(backend);
        ReferenceQueue<ClassLoader> collected = new ReferenceQueue<>();
        Map<Reference<ClassLoader>, String> loaders = uninstall(collected);
        assertEquals(USED.size(), loaders.size());
        List<String> alive = new ArrayList<>(USED);
        for (int i = 0; i < 200 && !alive.isEmpty(); i++) {
            leaks.await(Duration.ZERO); // collects, and makes the JDK let go of what it keeps itself
            System.gc();
            for (Reference<?> gone = collected.remove(100); gone != null; gone = collected.poll())
                alive.remove(loaders.get(gone));
        }
        assertEquals("still in memory", List.of(), alive);
    }

    /** In a method of its own, so that no variable of the test holds on to anything. */
    private void useThem(String backend) throws IOException {
        Path folder = Files.createTempDirectory("graft-leave-");
        Files.writeString(
                folder.resolve("train.csv"), "text,label\nred apple,fruit\nfast car,vehicle\nripe plum,fruit\n");
        Path file = Files.writeString(folder.resolve("small.yaml"), """
                graft: 1
                pipeline: leaving
                data: { train: { csv: { path: train.csv, text: text, label: label } } }
                prepare: [{ clean: { lowercase: true } }, unicode-words, { vocabulary: { size: 50, length: 4 } }]
                model:
                  layers: [{ embedding: { size: 4 } }, mean-pool, { residual: { layers: [{ dense: { units: 4 } }] } }, { dense: { units: classes } }]
                  loss: cross-entropy
                  optimizer: adam
                metrics: [accuracy]
                train: { epochs: 2, batch: 2 }
                backend:\s""" + backend);
        Tree tree = new DescriptorReader().read(file, Set.of());
        assertEquals(List.of(), DescriptorCheck.check(tree, catalog));
        assertTrue(JsonSchema.of(catalog).contains("unicode-words"));
        assertTrue(Filler.fill(tree, catalog).find("train.seed").isPresent());
        Descriptor descriptor = DescriptorCheck.parse(tree, folder, catalog);
        Model model = trainer.train(descriptor, false, event -> {}).model();
        try (Generation generation = Generation.of(catalog, model, warning -> {});
                Worker worker = generation.worker()) {
            worker.text(0, "a red car");
            worker.run(1);
            assertEquals(2, worker.width());
        }
    }

    private Map<Reference<ClassLoader>, String> uninstall(ReferenceQueue<ClassLoader> collected)
            throws BundleException, InterruptedException {
        Map<Reference<ClassLoader>, String> loaders = new HashMap<>();
        for (Bundle bundle : context.getBundles()) {
            if (!USED.contains(bundle.getSymbolicName())) continue;
            ClassLoader loader = bundle.adapt(BundleWiring.class).getClassLoader();
            leaks.watch("plug-in", bundle.getSymbolicName(), loader, watched -> {});
            loaders.put(new WeakReference<>(loader, collected), bundle.getSymbolicName());
            bundle.uninstall();
        }
        CountDownLatch refreshed = new CountDownLatch(1);
        context.getBundle(0).adapt(FrameworkWiring.class).refreshBundles(null, event -> refreshed.countDown());
        assertTrue(refreshed.await(30, TimeUnit.SECONDS));
        return loaders;
    }
}

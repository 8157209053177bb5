package io.graft.benchmark;

import com.sun.management.OperatingSystemMXBean;
import io.graft.api.data.Batch;
import io.graft.api.data.Sample;
import io.graft.api.data.SampleReader;
import io.graft.catalog.Catalog;
import io.graft.descriptor.Reference;
import io.graft.pipeline.StepChain;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Megabytes of text a second through a pipeline's steps, on one thread, without reading the file. */
final class Preparation {
    private final Catalog catalog;

    Preparation(Catalog catalog) {
        this.catalog = catalog;
    }

    Map<String, Object> run(Path descriptor, int rounds) {
        OperatingSystemMXBean os = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        try (Rows rows = new Rows(catalog, descriptor);
                StepChain chain = rows.assembly.chain(false)) {
            List<String> texts = texts(rows);
            long bytes = texts.stream()
                    .mapToLong(t -> t.getBytes(StandardCharsets.UTF_8).length)
                    .sum();
            Batch batch = new Batch(rows.graph.inputs(), 1);
            int[] slots = chain.features().stream()
                    .mapToInt(f -> batch.slot(f.name()))
                    .toArray();
            double[] wall = new double[rounds];
            double[] cpu = new double[rounds];
            for (int round = -10; round < rounds; round++) {
                long w = System.nanoTime();
                long c = os.getProcessCpuTime();
                for (String t : texts) chain.prepare(t, batch, slots, 0);
                if (round < 0) continue; // warming up
                wall[round] = bytes / 1e6 / ((System.nanoTime() - w) / 1e9);
                cpu[round] = bytes / 1e6 / ((os.getProcessCpuTime() - c) / 1e9);
            }
            Map<String, Object> json = new LinkedHashMap<>();
            json.put(
                    "steps",
                    rows.assembly.descriptor().prepare().stream()
                            .map(Reference::name)
                            .toList());
            json.put("megabytes", bytes / 1e6);
            json.put("megabytesPerSecondWall", Losses.median(wall));
            json.put("megabytesPerSecondCpu", Losses.median(cpu));
            return json;
        }
    }

    private static List<String> texts(Rows rows) {
        List<String> texts = new ArrayList<>();
        Sample sample = new Sample();
        try (SampleReader reader =
                rows.assembly.source(rows.assembly.descriptor().data().train()).open()) {
            while (reader.next(sample)) texts.add(sample.text.toString());
        }
        return texts;
    }
}

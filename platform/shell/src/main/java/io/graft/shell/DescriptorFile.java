package io.graft.shell;

import io.graft.descriptor.Descriptor;
import io.graft.descriptor.DescriptorCheck;
import io.graft.descriptor.DescriptorReader;
import io.graft.descriptor.Tree;
import java.nio.file.Path;
import java.util.List;

/** Reads the descriptor that a command line names. */
record DescriptorFile(Graft.Services services) {

    /** What was written, with {@code PATH=VALUE} applied. */
    Tree tree(Path file, List<String> assignments) {
        DescriptorReader reader = new DescriptorReader();
        Tree tree = reader.read(file, services.environment());
        for (String assignment : assignments) tree = reader.set(tree, assignment, services.environment());
        return tree;
    }

    /** The checked descriptor. */
    Descriptor descriptor(Path file, List<String> assignments) {
        return DescriptorCheck.parse(tree(file, assignments), folder(file), services.catalog());
    }

    static Path folder(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        return folder == null ? Path.of("") : folder;
    }
}

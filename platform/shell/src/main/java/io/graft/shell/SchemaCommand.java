package io.graft.shell;

import io.graft.descriptor.JsonSchema;
import picocli.CommandLine.Command;

/** {@code graft schema}: the JSON Schema of descriptors for what is installed. */
@Command(name = "schema", description = "Print the JSON Schema of descriptors for what is installed, for editors.")
final class SchemaCommand extends GraftCommand {

    @Override
    public Integer call() {
        output().line(JsonSchema.of(services().catalog()));
        return 0;
    }
}

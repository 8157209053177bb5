package io.graft.shell;

import io.graft.api.ErrorCode;
import io.graft.descriptor.DescriptorException;
import io.graft.descriptor.Format;
import io.graft.descriptor.Problem;
import java.io.FileNotFoundException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code graft deploy FILE}: serves a trained pipeline. */
@Command(name = "deploy", description = "Serve a trained pipeline on a running server.")
final class DeployCommand extends RemoteCommand {
    @Parameters(paramLabel = "FILE", description = "The descriptor.")
    private Path file;

    @Option(names = "--model", paramLabel = "V", description = "The version of the model (default: the newest).")
    private Integer model;

    @Mixin
    private ChangeOptions options;

    @Mixin
    private ChangeOptions.OfPipeline more;

    @Override
    public Integer call() {
        Map<String, String> query = more.addTo(options.query());
        if (model != null) query.put("model", model.toString());
        String name = file.toString();
        Format format = Format.of(name)
                .orElseThrow(() -> wrong("The file's name must end in .yaml, .yml, .json, .xml or .properties."));
        try {
            return report(remote().send(Remote.Call.of("POST", "pipelines", query)
                    .with(BodyPublishers.ofFile(file), type(format))));
        } catch (FileNotFoundException e) {
            throw wrong("There is no such file, or it may not be read.");
        } catch (RemoteException e) {
            return new Failure(output()).tell(e, name);
        }
    }

    private static String type(Format format) {
        return switch (format) {
            case YAML -> "application/yaml";
            case JSON -> "application/json";
            case XML -> "application/xml";
            case PROPERTIES -> "text/x-java-properties";
        };
    }

    private DescriptorException wrong(String sentence) {
        return new DescriptorException(
                List.of(new Problem(ErrorCode.BAD_DESCRIPTOR, file.toString(), 0, "", sentence)));
    }
}

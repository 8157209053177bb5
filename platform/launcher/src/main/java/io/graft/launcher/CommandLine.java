package io.graft.launcher;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the launcher takes from the command line: {@code --home DIR}, which it removes, and {@code --quiet}, which it only reads.
 *
 * @param option the data folder that was asked for
 * @param quiet whether only warnings are logged
 * @param command what is left for the shell
 */
record CommandLine(Optional<String> option, boolean quiet, String[] command) {

    static CommandLine parse(String... args) throws Stop {
        Optional<String> home = Optional.empty();
        boolean quiet = false;
        List<String> rest = new ArrayList<>();
        for (int i = 0; i < args.length; i++) {
            String arg = args[i];
            if (arg.equals("--")) { // everything after it is meant literally
                rest.addAll(List.of(args).subList(i, args.length));
                break;
            } else if (arg.equals("--home")) {
                if (++i == args.length) {
                    throw new Stop(2, "--home needs a folder, e.g. --home /var/lib/graft");
                }
                home = Optional.of(args[i]);
            } else if (arg.startsWith("--home=")) {
                home = Optional.of(arg.substring("--home=".length()));
            } else {
                quiet |= arg.equals("--quiet");
                rest.add(arg);
            }
        }
        if (home.isPresent() && home.get().isBlank()) {
            throw new Stop(2, "--home needs a folder, e.g. --home /var/lib/graft");
        }
        return new CommandLine(home, quiet, rest.toArray(String[]::new));
    }

    /** The data folder: as asked for, else {@code $GRAFT_HOME}, else {@code data} in the distribution. */
    Path home(Map<String, String> environment, Distribution distribution) {
        return option.or(
                        () -> Optional.ofNullable(environment.get("GRAFT_HOME")).filter(value -> !value.isBlank()))
                .map(Path::of)
                .orElseGet(() -> distribution.folder().resolve("data"))
                .toAbsolutePath()
                .normalize();
    }
}

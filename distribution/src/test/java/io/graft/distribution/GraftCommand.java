package io.graft.distribution;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs {@code bin/graft} of the distribution as a person would: a process of its own, with a data folder of its own. */
final class GraftCommand {
    private static final long MOST_SECONDS = 180;

    private final Path home;
    private final Path folder;
    private final Path distribution;

    /**
     * Commands with a data folder.
     *
     * @param folder where they run
     */
    GraftCommand(Path home, Path folder) {
        this(home, folder, InGraft.distribution());
    }

    /** Commands of another distribution. */
    GraftCommand(Path home, Path folder, Path distribution) {
        this.home = home;
        this.folder = folder;
        this.distribution = distribution;
    }

    /** What a command printed and how it ended. */
    record Result(int exit, String out, String err) {
        @Override
        public String toString() {
            return "exit " + exit + "\nout: " + out + "\nerr: " + err;
        }
    }

    /** A command that runs. */
    record Running(Process process, Path out, Path err) {

        /** Waits for its end. */
        Result end() throws IOException, InterruptedException {
            if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("still running after " + MOST_SECONDS + " s: " + Files.readString(err));
            }
            return new Result(
                    process.exitValue(),
                    Files.readString(out, StandardCharsets.UTF_8),
                    Files.readString(err, StandardCharsets.UTF_8));
        }

        /** What it has told so far. */
        String toldSoFar() throws IOException {
            return Files.readString(err, StandardCharsets.UTF_8);
        }

        /** Waits until it has told something. */
        void awaitTold(String text) throws IOException, InterruptedException {
            await(err, text);
        }

        /** Waits until it has printed a line that begins so; gives the rest of the line. */
        String awaitPrinted(String beginning) throws IOException, InterruptedException {
            await(out, System.lineSeparator());
            String printed = await(out, beginning);
            int from = printed.indexOf(beginning) + beginning.length();
            return printed.substring(from, printed.indexOf(System.lineSeparator(), from));
        }

        private String await(Path file, String text) throws IOException, InterruptedException {
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(MOST_SECONDS);
            while (true) {
                String written = Files.readString(file, StandardCharsets.UTF_8);
                if (written.contains(text)) return written;
                if (!process.isAlive() || System.nanoTime() > deadline)
                    throw new AssertionError("never told '" + text + "': " + toldSoFar() + Files.readString(out));
                process.waitFor(20, TimeUnit.MILLISECONDS);
            }
        }

        /** Sends a signal, e.g. TERM. */
        void signal(String name) throws IOException, InterruptedException {
            new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                    .start()
                    .waitFor();
        }
    }

    /** Starts a command. */
    Running start(String... arguments) throws IOException {
        return start("", arguments);
    }

    /** Runs a command to its end. */
    Result run(String... arguments) throws IOException, InterruptedException {
        return start(arguments).end();
    }

    /** Runs a command to its end, with lines on its standard input. */
    Result runWithInput(String input, String... arguments) throws IOException, InterruptedException {
        return start(input, arguments).end();
    }

    private Running start(String input, String[] arguments) throws IOException {
        List<String> line = new ArrayList<>();
        line.add(distribution.resolve("bin/graft").toString());
        line.addAll(List.of(arguments));
        Path in = Files.writeString(Files.createTempFile(home, "in", ".txt"), input, StandardCharsets.UTF_8);
        Path out = Files.createTempFile(home, "out", ".txt");
        Path err = Files.createTempFile(home, "err", ".txt");
        ProcessBuilder builder = new ProcessBuilder(line)
                .directory(folder.toFile())
                .redirectInput(in.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().keySet().removeAll(List.of("GRAFT_URL", "GRAFT_TOKEN"));
        builder.environment().put("GRAFT_HOME", home.toString());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        return new Running(builder.start(), out, err);
    }
}

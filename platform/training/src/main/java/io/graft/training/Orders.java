package io.graft.training;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The mailbox of a run, a folder: {@code <id>.json} is an order, {@code <id>.taken} one that the run works on, and
 * {@code <id>.answer.json} what came of it. Each is there whole or not at all, so that any process may write orders.
 *
 * <p><b>Lifecycle.</b> The run opens it, and answers what is left when it closes it. <b>Threading.</b> The run's side is for its thread;
 * orders may come from anywhere. An interrupted thread still reads and writes.
 */
final class Orders implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ORDER = ".json";
    private static final String TAKEN = ".taken";
    private static final String ANSWER = ".answer.json";

    private final Path folder;
    private final Map<String, Order> taken = new LinkedHashMap<>();

    /** The mailbox in a folder. */
    Orders(Path folder) {
        this.folder = folder;
    }

    /** Throws away what was meant for the run before it stopped, and makes the folder when it is missing. */
    void sweep() {
        try {
            Files.createDirectories(folder);
            for (String name : names()) Files.deleteIfExists(folder.resolve(name));
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private String[] names() {
        // one call of the system for an empty folder, and nothing to close
        String[] names = new File(folder.toString()).list();
        if (names == null) return new String[0];
        Arrays.sort(names);
        return names;
    }

    private List<String> waiting() {
        List<String> ids = new ArrayList<>();
        for (String name : names())
            if (name.endsWith(ORDER) && !name.endsWith(ANSWER))
                ids.add(name.substring(0, name.length() - ORDER.length()));
        return ids;
    }

    /** Takes the oldest order that waits; whoever takes it answers it. */
    Optional<String> take() {
        for (String id : waiting()) {
            Optional<Order> order = take(id);
            if (order.isPresent()) return Optional.of(id);
        }
        return Optional.empty();
    }

    /** The order that was taken under this id. */
    Order order(String id) {
        return taken.get(id);
    }

    /** Takes an order to cancel, if there is one; it is answered when this is closed. */
    boolean cancelled() {
        for (String id : waiting())
            if (read(folder.resolve(id + ORDER))
                            .filter(o -> o.kind() == Order.Kind.CANCEL)
                            .isPresent()
                    && take(id).isPresent()) return true;
        return false;
    }

    private Optional<Order> take(String id) {
        try {
            Path mine = folder.resolve(id + TAKEN);
            Files.move(folder.resolve(id + ORDER), mine, StandardCopyOption.ATOMIC_MOVE);
            Optional<Order> order = read(mine);
            if (order.isPresent()) taken.put(id, order.get());
            else
                write(
                        id,
                        Answer.refused(new PipelineException(
                                ErrorCode.BAD_CALL, "", "The order " + id + " is no order that a run knows.")));
            return order;
        } catch (NoSuchFileException e) {
            return Optional.empty(); // withdrawn a moment ago
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private static Optional<Order> read(Path file) {
        try {
            return Optional.of(Order.of(JSON.readValue(file.toFile(), Map.class)));
        } catch (IOException | ClassCastException | NullPointerException | IllegalArgumentException e) {
            return Optional.empty(); // whoever wrote it is told when it is taken
        }
    }

    /** Answers an order. */
    void answer(String id, Answer answer) {
        taken.remove(id);
        write(id, answer);
    }

    private void write(String id, Answer answer) {
        try {
            put(folder.resolve(id + ANSWER), answer.json());
            Files.deleteIfExists(folder.resolve(id + TAKEN));
        } catch (IOException e) {
            // who asked does not hear of it; the run itself is well
            System.getLogger(Orders.class.getName())
                    .log(System.Logger.Level.WARNING, "An order to a run could not be answered", e);
        }
    }

    /** Answers what is left: the run has ended. */
    @Override
    public void close() {
        while (take().isPresent()) {
            // they are answered below
        }
        for (Map.Entry<String, Order> left : List.copyOf(taken.entrySet()))
            answer(
                    left.getKey(),
                    left.getValue().kind() == Order.Kind.CANCEL
                            ? Answer.done(List.of())
                            : Answer.refused(new PipelineException(
                                    ErrorCode.BAD_CALL, "", "The run ended before it could be changed.")));
    }

    /** Sends an order, from anywhere. */
    String send(Order order) {
        String id = String.format(
                Locale.ROOT,
                "%016d-%s",
                ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now()),
                UUID.randomUUID().toString().substring(0, 8));
        try {
            put(folder.resolve(id + ORDER), order.json());
            return id;
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** The answer to an order that was sent, when there is one; it can be had once. */
    Optional<Answer> answer(String id) {
        Path file = folder.resolve(id + ANSWER);
        if (!Files.exists(file)) return Optional.empty();
        try {
            Answer answer = Answer.of(JSON.readValue(file.toFile(), Map.class));
            Files.deleteIfExists(file);
            return Optional.of(answer);
        } catch (NoSuchFileException e) {
            return Optional.empty(); // swept away a moment ago
        } catch (IOException | ClassCastException | NullPointerException | IllegalArgumentException e) {
            return Optional.of(Answer.refused(new PipelineException(
                    ErrorCode.INTERNAL, file.toString(), "The answer of the run cannot be read.", e)));
        }
    }

    /** Takes an order back; false when the run has taken it, or answered. */
    boolean withdraw(String id) {
        try {
            return Files.deleteIfExists(folder.resolve(id + ORDER));
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private static void put(Path file, Map<String, Object> json) throws IOException {
        Path temporary = file.resolveSibling(file.getFileName() + "." + UUID.randomUUID() + ".tmp");
        try {
            try (OutputStream out = new FileOutputStream(temporary.toFile())) {
                out.write(JSON.writeValueAsBytes(json));
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private PipelineException failed(IOException e) {
        return new PipelineException(
                ErrorCode.RESOURCE,
                folder.toString(),
                "The orders of a run in " + folder + " cannot be used: " + e.getMessage() + ".",
                e);
    }
}

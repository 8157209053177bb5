package io.graft.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OrdersTest {
    private static final Order SWAP = new Order(Order.Kind.SWAP, List.of("optimizer=sgd"));
    private static final Order CANCEL = new Order(Order.Kind.CANCEL, List.of());

    @TempDir
    private Path home;

    private Path folder;
    private Orders orders;

    @BeforeEach
    void open() {
        folder = home.resolve("orders");
        orders = new Orders(folder);
        orders.sweep();
    }

    private List<String> files() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.map(f -> f.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void anOrderIsTakenOnceAndAnsweredOnce() throws Exception {
        String id = new Orders(folder).send(SWAP);
        assertEquals(id, orders.take().orElseThrow());
        assertEquals(SWAP, orders.order(id));
        assertTrue(orders.take().isEmpty());
        orders.answer(id, Answer.done(List.of("a", "b")));
        assertEquals(
                List.of("a", "b"), new Orders(folder).answer(id).orElseThrow().get());
        assertTrue(orders.answer(id).isEmpty());
        assertEquals(List.of(), files(), "nothing is left");
    }

    @Test
    void ordersAreTakenInTheirOrder() {
        List<String> sent = Stream.generate(() -> orders.send(SWAP)).limit(20).toList();
        assertEquals(
                sent,
                Stream.generate(() -> orders.take().orElseThrow()).limit(20).toList());
    }

    @Test
    void aRefusalComesBackWithItsCodeAndPlace() {
        String id = orders.send(SWAP);
        orders.take();
        orders.answer(id, Answer.refused(new PipelineException(ErrorCode.UNKNOWN_COMPONENT, "model.loss", "No loss.")));
        PipelineException e =
                assertThrows(PipelineException.class, orders.answer(id).orElseThrow()::get);
        assertEquals(ErrorCode.UNKNOWN_COMPONENT, e.code());
        assertEquals("model.loss", e.at());
        assertEquals("No loss.", e.getMessage());
    }

    @Test
    void anOrderCanBeWithdrawnUntilItIsTaken() throws Exception {
        assertTrue(orders.withdraw(orders.send(SWAP)));
        assertEquals(List.of(), files());
        String id = orders.send(SWAP);
        orders.take();
        assertFalse(orders.withdraw(id));
    }

    @Test
    void whatIsNoOrderIsRefusedAndHarmsNone() throws Exception {
        Files.writeString(folder.resolve("0-a.json"), "{\"order\":\"dance\",\"assignments\":[]}");
        Files.writeString(folder.resolve("0-b.json"), "{");
        Files.writeString(folder.resolve("0-c.json"), "null");
        Files.writeString(folder.resolve("0-d.json"), "{\"order\":\"swap\",\"assignments\":[1]}");
        Files.writeString(folder.resolve("notes.txt"), "not for the run");
        String id = orders.send(SWAP);
        assertEquals(id, orders.take().orElseThrow());
        for (String bad : List.of("0-a", "0-b", "0-c", "0-d")) {
            PipelineException e =
                    assertThrows(PipelineException.class, orders.answer(bad).orElseThrow()::get, bad);
            assertEquals(ErrorCode.BAD_CALL, e.code());
        }
    }

    @Test
    void cancellingIsFoundAmongOtherOrdersWhichWait() {
        assertFalse(orders.cancelled());
        String swap = orders.send(SWAP);
        assertFalse(orders.cancelled());
        orders.send(CANCEL);
        assertTrue(orders.cancelled());
        assertFalse(orders.cancelled());
        assertEquals(swap, orders.take().orElseThrow());
    }

    @Test
    void whatIsLeftAtTheEndIsAnswered() {
        String taken = orders.send(CANCEL);
        orders.take();
        String cancel = orders.send(CANCEL);
        String swap = orders.send(SWAP);
        orders.close();
        assertEquals(List.of(), orders.answer(taken).orElseThrow().get());
        assertEquals(List.of(), orders.answer(cancel).orElseThrow().get());
        PipelineException e =
                assertThrows(PipelineException.class, orders.answer(swap).orElseThrow()::get);
        assertEquals(ErrorCode.BAD_CALL, e.code());
        assertEquals("The run ended before it could be changed.", e.getMessage());
    }

    @Test
    void anInterruptedThreadReadsAndWritesThem() {
        Thread.currentThread().interrupt();
        String id = orders.send(SWAP);
        assertEquals(id, orders.take().orElseThrow());
        orders.answer(id, Answer.done(List.of()));
        assertEquals(List.of(), orders.answer(id).orElseThrow().get());
        assertTrue(Thread.interrupted());
    }

    @Test
    void whatWasMeantForTheRunBeforeIsSweptAway() throws Exception {
        orders.send(SWAP);
        orders.take();
        orders.send(SWAP);
        orders.sweep();
        assertEquals(List.of(), files());
    }

    @Test
    void withoutAFolderThereAreNone() {
        Orders none = new Orders(home.resolve("nowhere"));
        assertTrue(none.take().isEmpty());
        assertEquals(
                ErrorCode.RESOURCE,
                assertThrows(PipelineException.class, () -> none.send(SWAP)).code());
    }
}

package io.graft.backend.dl4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.graft.api.graph.ElementType;
import io.graft.api.graph.GraphBuilder;
import io.graft.api.graph.Shape;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TapeTest {
    private final Tape tape = new Tape(new GraphBuilder(Map.of()).build(), Map.of(), new Moment(1), 4, true, false);

    @Test
    void whatNothingNativeReadsIsNotCopied() {
        Tensor lost = tape.upload(tape.array(ElementType.FLOAT, Shape.batch(3)));
        assertEquals(0, tape.instructions().size());
        tape.mul(lost.view(Shape.batch(1, 3)), 2);
        assertEquals(2, tape.instructions().size(), "the copy and the product");
    }

    @Test
    void whatAKernelWroteIsReadWhereItIs() {
        Host written = tape.array(ElementType.FLOAT, Shape.batch(3));
        Tensor t = tape.upload(written);
        assertSame(written, tape.download(t));
        assertSame(written, tape.download(t.view(Shape.batch(1, 3))));
        assertNotSame(written, tape.copy(t));
    }
}

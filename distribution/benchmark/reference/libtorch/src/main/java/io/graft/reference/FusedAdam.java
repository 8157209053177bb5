package io.graft.reference;

import static org.bytedeco.pytorch.global.torch.zeros;
import static org.bytedeco.pytorch.global.torch.zeros_like;

import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Dispatcher;
import org.bytedeco.pytorch.GenericList;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.OperatorHandle;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorList;

/** Adam with PyTorch's defaults in the one kernel that {@code torch.optim.Adam(fused=True)} calls; C++'s own Adam has no such form. */
final class FusedAdam {
    private static final double BETA1 = 0.9;
    private static final double BETA2 = 0.999;
    private static final double EPSILON = 1e-8;

    private final OperatorHandle kernel = Dispatcher.singleton().findSchemaOrThrow("aten::_fused_adam_", "");
    private final List<Tensor> parameters;
    private final GenericList gradients = list();
    private final Tensor steps = zeros(1);
    private final Scalar one = new Scalar(1f);
    private final IValue[] arguments;

    FusedAdam(List<Tensor> parameters, double rate) {
        this.parameters = parameters;
        GenericList values = list();
        GenericList means = list();
        GenericList squares = list();
        GenericList counts = list();
        for (Tensor p : parameters) {
            values.push_back(new IValue(p));
            means.push_back(new IValue(zeros_like(p)));
            squares.push_back(new IValue(zeros_like(p)));
            counts.push_back(new IValue(steps));
        }
        arguments = new IValue[] {
            new IValue(values),
            new IValue(gradients),
            new IValue(means),
            new IValue(squares),
            new IValue(list()),
            new IValue(counts),
            new IValue(rate),
            new IValue(BETA1),
            new IValue(BETA2),
            new IValue(0.0),
            new IValue(EPSILON),
            new IValue(false),
            new IValue(false),
            new IValue(),
            new IValue()
        };
    }

    /** Changes the parameters by their gradients and takes these away. */
    void step() {
        try (PointerScope made = new PointerScope();
                NoGradGuard noGradients = new NoGradGuard()) {
            steps.add_(one);
            for (Tensor p : parameters) gradients.push_back(new IValue(p.mutable_grad()));
            kernel.callBoxed(new IValueVector(arguments));
            gradients.clear();
            for (Tensor p : parameters) p.mutable_grad().reset();
        }
    }

    private static GenericList list() {
        return new GenericList(new TensorList().elementType());
    }
}

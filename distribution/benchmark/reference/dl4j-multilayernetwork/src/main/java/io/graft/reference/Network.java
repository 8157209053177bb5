package io.graft.reference;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

/** One of DL4J's kinds of networks, telling classes apart. */
interface Network {
    /** The class of DL4J that it is made with. */
    String api();

    /** Makes one step on a batch. */
    void fit(DataSet batch);

    /** The loss of a batch, without a step. */
    double loss(DataSet batch);

    /** The probability of each class for each row. */
    INDArray answer(DataSet rows);
}

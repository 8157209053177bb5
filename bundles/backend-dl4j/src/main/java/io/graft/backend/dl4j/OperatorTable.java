package io.graft.backend.dl4j;

import java.util.HashMap;
import java.util.Map;
import org.nd4j.nativeblas.NativeOps;

/** The numbers under which libnd4j knows its operators. */
final class OperatorTable {
    private static volatile Map<String, Long> hashes;

    private OperatorTable() {}

    static long hash(NativeOps ops, String operator) {
        Map<String, Long> table = hashes;
        if (table == null) hashes = table = read(ops.getAllCustomOps());
        Long hash = table.get(operator);
        if (hash == null) throw new IllegalStateException("libnd4j has no operator '" + operator + "'");
        return hash;
    }

    /** Reads {@code name:hash:inputs:outputs:…;name:…}. */
    private static Map<String, Long> read(String text) {
        Map<String, Long> table = new HashMap<>();
        for (String line : text.split(";")) {
            String[] parts = line.split(":", 3);
            if (parts.length == 3) table.put(parts[0].strip(), Long.parseLong(parts[1]));
        }
        return table;
    }
}

package io.graft.pipeline.live;

import java.util.ArrayList;
import java.util.List;
import org.netbeans.lib.profiler.heap.Field;
import org.netbeans.lib.profiler.heap.Instance;
import org.netbeans.lib.profiler.heap.JavaClass;

/**
 * By what one object holds another.
 *
 * @param holder the class of the one that holds; empty when there is nothing to say of it
 * @param text as it is shown, without what stands around it
 */
record HeapLink(String holder, String text) {
    private static final String ARROW = " \u2192 ";
    private static final String COLLECTIONS = "java.util.";
    private static final String STATIC = "static ";
    private static final int LONGEST = 12;

    static HeapLink element() {
        return new HeapLink("", "");
    }

    static HeapLink field(Instance holder, Field field) {
        String type = (field.isStatic() ? field.getDeclaringClass() : holder.getJavaClass()).getName();
        if (field.getName().startsWith("<")) return element(); // the class loader of a class
        return new HeapLink(type, (field.isStatic() ? STATIC : "") + type + "." + field.getName());
    }

    static HeapLink instanceOf(JavaClass type) {
        return new HeapLink(type.getName(), "an instance of " + type.getName());
    }

    static HeapLink subclass(JavaClass sub) {
        return new HeapLink(sub.getName(), "the subclass " + sub.getName());
    }

    /**
     * The links in one line. It begins with the last static field when there is one: what holds the class says nothing. The insides of the JDK's collections
     * and of thread locals are summed up, of a long chain the middle is left out.
     */
    static String chain(String root, List<HeapLink> links) {
        int from = links.size();
        while (from > 0 && !links.get(from - 1).text().startsWith(STATIC)) from--;
        List<String> shown = new ArrayList<>();
        if (from == 0) shown.add(root);
        else from--;
        String collapsed = "";
        for (HeapLink link : links.subList(from, links.size())) {
            if (link.text().isEmpty()) continue;
            String inside = inside(link.holder());
            if (inside.isEmpty()) shown.add(link.text());
            else if (!inside.equals(collapsed))
                shown.add(inside.equals(COLLECTIONS) ? outer(link.holder()) + " \u2026" : "a thread local");
            collapsed = inside;
        }
        if (shown.size() > LONGEST) {
            List<String> end = List.copyOf(shown.subList(shown.size() - LONGEST / 2, shown.size()));
            shown.subList(LONGEST / 2, shown.size()).clear();
            shown.add("\u2026");
            shown.addAll(end);
        }
        return String.join(ARROW, shown);
    }

    private static String inside(String type) {
        if (type.startsWith(COLLECTIONS)) return COLLECTIONS;
        return type.startsWith("java.lang.ThreadLocal") ? "java.lang.ThreadLocal" : "";
    }

    private static String outer(String type) {
        int nested = type.indexOf('$');
        return nested < 0 ? type : type.substring(0, nested);
    }
}

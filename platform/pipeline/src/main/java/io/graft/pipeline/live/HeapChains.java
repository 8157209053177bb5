package io.graft.pipeline.live;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.netbeans.lib.profiler.heap.ArrayItemValue;
import org.netbeans.lib.profiler.heap.Field;
import org.netbeans.lib.profiler.heap.FieldValue;
import org.netbeans.lib.profiler.heap.GCRoot;
import org.netbeans.lib.profiler.heap.Heap;
import org.netbeans.lib.profiler.heap.Instance;
import org.netbeans.lib.profiler.heap.JavaClass;
import org.netbeans.lib.profiler.heap.Value;

/**
 * Finds the shortest chain of references from a root of the garbage collector to an object of a dump.
 *
 * <p>It goes from the object backwards: over the fields and arrays that refer to it, from a class to its instances and its subclasses.
 * References of which the garbage collector takes no account are left out; soft ones count when there are no others.
 */
final class HeapChains {
    /** How many objects are looked at; a leaked class loader is seldom more than some hundred references from its root. */
    private static final int MOST = 500_000;

    /** How long is looked for all that is asked of one dump. */
    private static final long LONGEST = TimeUnit.SECONDS.toNanos(30);

    private static final String SOFTLY = "softly, ";

    private final Heap heap;
    private final long until = System.nanoTime() + LONGEST;

    HeapChains(Heap heap) {
        this.heap = heap;
    }

    /** An object on the way, by what it refers to the next, and the next; nothing is next to the target. */
    private record Step(Instance instance, HeapLink link, Step next) {}

    /** The chain to a target, for a person to read, without the target; empty when nothing holds it. */
    Optional<String> to(Instance target) {
        // a local variable is gone in a moment, unless nothing else holds the target
        return search(target, false, false)
                .or(() -> search(target, false, true))
                .or(() -> search(target, true, false).map(SOFTLY::concat))
                .or(() -> search(target, true, true).map(SOFTLY::concat));
    }

    private Optional<String> search(Instance target, boolean soft, boolean locals) {
        Deque<Step> open = new ArrayDeque<>();
        Set<Long> seen = new HashSet<>();
        open.add(new Step(target, null, null));
        seen.add(target.getInstanceId());
        while (!open.isEmpty() && seen.size() < MOST && System.nanoTime() - until < 0) {
            Step step = open.remove();
            GCRoot root = heap.getGCRoot(step.instance());
            if (root != null && (locals || !HeapRoots.local(root))) return Optional.of(shown(root, step));
            for (Step before : before(step, soft))
                if (seen.add(before.instance().getInstanceId())) open.add(before);
        }
        return Optional.empty();
    }

    private List<Step> before(Step step, boolean soft) {
        List<Step> before = new ArrayList<>();
        Instance instance = step.instance();
        for (Value reference : all(instance.getReferences(), Value.class))
            if (reference instanceof ArrayItemValue item)
                before.add(new Step(item.getDefiningInstance(), HeapLink.element(), step));
            else if (reference instanceof FieldValue value && counts(value, soft)) {
                Field field = value.getField();
                Instance holder = field.isStatic()
                        ? heap.getInstanceByID(field.getDeclaringClass().getJavaClassId())
                        : value.getDefiningInstance();
                if (holder != null) before.add(new Step(holder, HeapLink.field(holder, field), step));
            }
        JavaClass self = heap.getJavaClassByID(instance.getInstanceId());
        if (self != null) {
            for (Instance one : all(self.getInstances(), Instance.class))
                before.add(new Step(one, HeapLink.instanceOf(self), step));
            for (JavaClass sub : all(self.getSubClasses(), JavaClass.class)) {
                Instance held = heap.getInstanceByID(sub.getJavaClassId());
                if (held != null) before.add(new Step(held, HeapLink.subclass(sub), step));
            }
        }
        return before;
    }

    private static boolean counts(FieldValue value, boolean soft) {
        Field field = value.getField();
        if (!field.getName().equals("referent")
                || !field.getDeclaringClass().getName().equals("java.lang.ref.Reference")) return true;
        if (!soft) return false;
        for (JavaClass c = value.getDefiningInstance().getJavaClass(); c != null; c = c.getSuperClass())
            if (c.getName().equals("java.lang.ref.SoftReference")) return true;
        return false;
    }

    private static String shown(GCRoot root, Step first) {
        List<HeapLink> links = new ArrayList<>();
        for (Step step = first; step.link() != null; step = step.next()) links.add(step.link());
        return HeapLink.chain(HeapRoots.shown(root), links);
    }

    private static <T> List<T> all(Collection<?> raw, Class<T> type) {
        return raw.stream().map(type::cast).toList();
    }
}

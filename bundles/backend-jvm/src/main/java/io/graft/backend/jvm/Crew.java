package io.graft.backend.jvm;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * The threads of a session: they do parts of an instruction at the same time as the caller. How work is cut changes no number.
 *
 * <p><b>Lifecycle.</b> Threads start with the first work that is cut and end with {@link #close}. <b>Threading.</b> For one caller at a time.
 */
final class Crew implements AutoCloseable {
    /** The caller alone. */
    static final Crew ALONE = new Crew(1);
    /** How long a thread looks for work before it sleeps. */
    private static final int LOOKS = 2_000;

    /** Does the part of some things from one to before another. */
    interface Work {
        /**
         * Does it.
         *
         * @param member who does it: 0 for the caller
         */
        void run(int member, int from, int to);
    }

    private final int size;
    private final List<Member> members = new ArrayList<>();

    /** The caller alone, or with others. */
    Crew(int size) {
        this.size = Math.max(1, size);
    }

    int size() {
        return size;
    }

    /**
     * Does work in parts, and waits for all.
     *
     * @param count how many things there are
     * @param least how many are worth a part
     */
    void each(int count, int least, Work work) {
        int parts = Math.min(size, Math.max(1, count / Math.max(1, least)));
        if (parts == 1) {
            work.run(0, 0, count);
            return;
        }
        while (members.size() < size - 1) members.add(new Member(members.size() + 1));
        for (int p = 1; p < parts; p++) members.get(p - 1).give(work, part(count, p, parts), part(count, p + 1, parts));
        Throwable thrown = null;
        try {
            work.run(0, 0, part(count, 1, parts));
        } catch (RuntimeException | Error e) {
            thrown = e;
        }
        for (int p = 1; p < parts; p++) {
            Throwable other = members.get(p - 1).await();
            if (thrown == null) thrown = other;
        }
        if (thrown instanceof RuntimeException e) throw e;
        if (thrown instanceof Error e) throw e;
    }

    private static int part(int count, int index, int parts) {
        return (int) ((long) count * index / parts);
    }

    @Override
    public void close() {
        members.forEach(Member::end);
        members.clear();
    }

    /** One more thread; its part is handed over by {@code work}, and done when that is null again. */
    private static final class Member implements Runnable {
        private final int number;
        private final Thread thread;
        private int from;
        private int to;
        private Throwable thrown;
        private volatile Thread waiting;
        private volatile Work work;
        private volatile boolean over;

        Member(int number) {
            this.number = number;
            thread = new Thread(this, "graft-jvm-" + number);
            thread.setDaemon(true);
            thread.start();
        }

        void give(Work next, int begin, int end) {
            from = begin;
            to = end;
            thrown = null;
            work = next;
            LockSupport.unpark(thread);
        }

        Throwable await() {
            waiting = Thread.currentThread();
            for (int i = 0; work != null; i++)
                if (i < LOOKS) Thread.onSpinWait();
                else LockSupport.park(this);
            waiting = null;
            return thrown;
        }

        void end() {
            over = true;
            LockSupport.unpark(thread);
        }

        @Override
        public void run() {
            for (int i = 0; !over; i++) {
                Work mine = work;
                if (mine == null) {
                    if (i < LOOKS) Thread.onSpinWait();
                    else LockSupport.park(this);
                    continue;
                }
                try {
                    mine.run(number, from, to);
                } catch (RuntimeException | Error e) {
                    thrown = e;
                }
                work = null;
                LockSupport.unpark(waiting);
                i = 0;
            }
        }
    }
}

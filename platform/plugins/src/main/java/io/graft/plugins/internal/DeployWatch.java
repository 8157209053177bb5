package io.graft.plugins.internal;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Looks at the deploy folder when something happens in it, soon again while something has not settled, and now and then anyway. */
final class DeployWatch implements AutoCloseable {
    private static final long SETTLING_MILLIS = 60;
    private static final long ANYWAY_MILLIS = 1000;
    private static final long CLOSING_MILLIS = 10_000;
    private static final System.Logger LOG = System.getLogger(DeployWatch.class.getName());

    private final DeployFolder deploy;
    private final WatchService watch;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;

    DeployWatch(Path folder, DeployFolder deploy) throws IOException {
        this.deploy = deploy;
        watch = folder.getFileSystem().newWatchService();
        folder.register(
                watch,
                StandardWatchEventKinds.ENTRY_CREATE,
                StandardWatchEventKinds.ENTRY_MODIFY,
                StandardWatchEventKinds.ENTRY_DELETE);
        thread = new Thread(this::run, "graft plug-ins: deploy folder");
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        while (closed.getCount() > 0)
            try {
                boolean unsettled = look();
                if (unsettled) {
                    if (closed.await(SETTLING_MILLIS, TimeUnit.MILLISECONDS)) return;
                } else {
                    WatchKey key = watch.poll(ANYWAY_MILLIS, TimeUnit.MILLISECONDS);
                    if (key != null) {
                        key.pollEvents(); // what happened is seen by looking
                        key.reset();
                    }
                }
            } catch (InterruptedException | ClosedWatchServiceException e) {
                return;
            }
    }

    private boolean look() {
        try {
            return deploy.look(System.nanoTime() / 1_000_000);
        } catch (RuntimeException | LinkageError e) {
            LOG.log(System.Logger.Level.WARNING, "The deploy folder could not be looked at.", e);
            return false;
        }
    }

    /** Waits, but not for ever, for what is being taken at this moment. */
    @Override
    public void close() {
        closed.countDown();
        try {
            watch.close();
            if (Thread.currentThread() != thread) thread.join(CLOSING_MILLIS);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "The watch of the deploy folder cannot be closed.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

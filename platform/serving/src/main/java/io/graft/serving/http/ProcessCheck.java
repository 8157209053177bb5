package io.graft.serving.http;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.service.component.annotations.Component;

/** Whether the process can go on: no threads that wait for each other for ever. */
@Component(property = {HealthCheck.NAME + "=process", HealthCheck.TAGS + "=live"})
public final class ProcessCheck implements HealthCheck {

    @Override
    public Result execute() {
        FormattingResultLog log = new FormattingResultLog();
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long[] stuck = threads.findDeadlockedThreads();
        if (stuck == null) log.info("The process runs.");
        else
            log.critical(
                    "{} threads wait for each other, among them '{}'.",
                    stuck.length,
                    threads.getThreadInfo(stuck[0]).getThreadName());
        return new Result(log);
    }
}

package io.graft.plugins.check;

import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;

/** A real framework that lives as long as a test, and lets plug-ins see the API that the test sees. */
final class RunningFelix implements AutoCloseable {
    private final Framework framework;

    RunningFelix(Path cache) throws BundleException {
        framework = ServiceLoader.load(FrameworkFactory.class)
                .findFirst()
                .orElseThrow()
                .newFramework(Map.of(
                        "org.osgi.framework.storage", cache.toString(),
                        "org.osgi.framework.storage.clean", "onFirstInit",
                        "org.osgi.framework.bsnversion", "multiple",
                        "felix.log.level", "1",
                        "org.osgi.framework.system.packages.extra",
                                "io.graft.api;version=0.1.0,io.graft.api.text;version=0.1.0,io.graft.api.settings;version=0.1.0,"
                                        + "io.graft.api.model;version=0.1.0,io.graft.api.backend;version=0.1.0,"
                                        + "io.graft.api.data;version=0.1.0,io.graft.api.image;version=0.1.0,org.osgi.service.component;version=1.5.1,"
                                        + "org.osgi.service.component.runtime;version=1.5.1,"
                                        + "org.osgi.service.component.runtime.dto;version=1.5.1,"
                                        + "org.osgi.util.promise;version=1.3.0,org.osgi.util.function;version=1.2.0"));
        framework.start();
    }

    BundleContext context() {
        return framework.getBundleContext();
    }

    Bundle install(TestJar jar) throws BundleException {
        String location = jar.headers.get("Bundle-SymbolicName") + " " + jar.headers.get("Bundle-Version");
        return context().installBundle(location, new ByteArrayInputStream(jar.bytes()));
    }

    Bundle start(TestJar jar) throws BundleException {
        Bundle bundle = install(jar);
        bundle.start();
        return bundle;
    }

    @Override
    public void close() throws Exception {
        framework.stop();
        framework.waitForStop(TimeUnit.SECONDS.toMillis(20));
    }
}

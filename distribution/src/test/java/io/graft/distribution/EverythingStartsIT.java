package io.graft.distribution;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.inject.Inject;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.osgi.service.component.runtime.dto.UnsatisfiedReferenceDTO;

/** All bundles that ship, with those of a server. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class EverythingStartsIT {
    @Inject
    private BundleContext context;

    @Inject
    private ServiceComponentRuntime components;

    @Configuration
    public Option[] config() throws IOException {
        return new Option[] {InGraft.everything(), InGraft.withServer()};
    }

    @Test
    public void everyBundleIsActive() {
        List<String> down = new ArrayList<>();
        for (Bundle bundle : context.getBundles()) {
            boolean fragment = bundle.getHeaders("").get(Constants.FRAGMENT_HOST) != null;
            int right = fragment ? Bundle.RESOLVED : Bundle.ACTIVE;
            if (bundle.getState() != right) {
                down.add(bundle.getSymbolicName() + " is in state " + bundle.getState());
            }
        }
        assertEquals(List.of(), down);
    }

    @Test
    public void everyComponentIsSatisfied() {
        List<String> waiting = new ArrayList<>();
        int seen = 0;
        for (ComponentDescriptionDTO description : components.getComponentDescriptionDTOs()) {
            for (ComponentConfigurationDTO configuration : components.getComponentConfigurationDTOs(description)) {
                seen++;
                if (configuration.state == ComponentConfigurationDTO.FAILED_ACTIVATION) {
                    waiting.add(description.name + " failed: " + configuration.failure);
                }
                for (UnsatisfiedReferenceDTO missing : configuration.unsatisfiedReferences) {
                    waiting.add(description.name + " waits for " + missing.name);
                }
            }
        }
        assertEquals(List.of(), waiting);
        assertTrue("no component at all", seen > 0);
    }
}

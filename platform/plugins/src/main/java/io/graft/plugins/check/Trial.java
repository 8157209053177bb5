package io.graft.plugins.check;

import io.graft.api.ComponentType;
import io.graft.api.ErrorCode;
import io.graft.api.Learner;
import io.graft.api.PipelineException;
import io.graft.api.backend.BackendType;
import io.graft.api.text.Tokens;
import io.graft.api.text.VectorizerType;
import io.graft.catalog.Offer;
import io.graft.catalog.Use;
import io.graft.descriptor.Location;
import io.graft.descriptor.Problem;
import io.graft.descriptor.SettingsBinder;
import io.graft.descriptor.SettingsModel;
import io.graft.descriptor.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One component, tried on one thread. What comes back is text only. */
final class Trial {
    private final Offer offer;

    Trial(Offer offer) {
        this.offer = offer;
    }

    /** What is wrong with it, in a sentence; empty when it did its job. */
    Optional<String> run() {
        Use use;
        try {
            use = offer.use();
        } catch (PipelineException e) { // the component runtime knows what its constructor threw
            return Optional.of("The " + offer + " could not be created.");
        }
        try (use) {
            return type(use.type());
        } catch (Broken e) {
            return Optional.of("The " + offer + " " + e.getMessage());
        } catch (Exception | LinkageError | StackOverflowError | AssertionError e) {
            return Optional.of("The " + offer + " threw " + said(e) + ".");
        } catch (OutOfMemoryError e) {
            return Optional.of("The " + offer + " took all memory for a trivial job.");
        }
    }

    /** A class and a message, as text: the exception itself would hold the plug-in. */
    static String said(Throwable thrown) {
        String message;
        try {
            message = thrown.getMessage();
        } catch (RuntimeException | LinkageError e) {
            message = null;
        }
        String name = thrown.getClass().getName();
        return message == null || message.isBlank()
                ? name
                : name + " (" + message.strip().replaceFirst("[.]$", "") + ")";
    }

    private <S extends Record, C> Optional<String> type(ComponentType<S, C> type) throws Exception {
        Class<S> settings = type.settings();
        if (settings == null) throw new Broken("names no settings: settings() gave null.");
        if (!settings.isRecord()) throw new Broken("has settings that are no record: " + settings.getName() + ".");
        SettingsModel.of(settings); // every setting is of a type that settings can have
        if (type instanceof BackendType<?> backend) {
            if (backend.availability() == null) throw new Broken("does not tell whether it is available: null.");
            return Optional.empty(); // creating one would load a whole engine
        }
        Optional<S> defaults = defaults(settings);
        if (defaults.isPresent()) create(type, defaults.get());
        return Optional.empty();
    }

    /** The settings when nothing is written; empty when something must be, or when other components stand in them. */
    private static <S extends Record> Optional<S> defaults(Class<S> settings) throws Broken {
        List<Problem> problems = new ArrayList<>();
        boolean[] others = {false};
        Optional<S> made = new SettingsBinder()
                .bind(settings, Tree.map(Location.NONE), "", problems::add, (kind, reference) -> {
                    others[0] = true;
                    throw new PipelineException(ErrorCode.UNSUPPORTED, "", "A trial has no other components.");
                });
        if (others[0]) return Optional.empty();
        for (Problem p : problems)
            if (p.code() == ErrorCode.PLUGIN_FAILED)
                throw new Broken("has settings whose defaults do not hold: " + p.sentence());
        return made;
    }

    private <S extends Record, C> void create(ComponentType<S, C> type, S settings) throws Exception {
        TrialContext context = new TrialContext();
        try {
            if (type instanceof Learner<?, ?>) {
                if (!(type instanceof VectorizerType<?>)) return; // what it learns from is not known
                context.learned(learned(type, settings, context));
            }
            C made = type.create(settings, context);
            if (made == null) throw new Broken("made nothing: create() gave null.");
            try {
                TrivialJob.of(made);
            } finally {
                if (made instanceof AutoCloseable closeable) closeable.close();
            }
        } catch (PipelineException e) {
            // it wants settings that go together, or a file that nobody named here
            if (e.code().fault() != ErrorCode.Fault.USER) throw e;
        } finally {
            context.close();
        }
    }

    @SuppressWarnings("unchecked") // a vectorizer learns from tokens, see VectorizerType
    private static <S extends Record> String learned(Object type, S settings, TrialContext context) throws Broken {
        Learner.Lesson<Tokens> lesson = ((Learner<S, Tokens>) type).learn(settings, context);
        if (lesson == null) throw new Broken("does not learn: learn() gave null.");
        for (String text : TrivialJob.TEXTS) lesson.see(TrivialJob.tokens(text));
        String state = lesson.state();
        if (state == null) throw new Broken("learned nothing: state() gave null.");
        return state;
    }

    /** It broke its contract. */
    static final class Broken extends Exception {
        private static final long serialVersionUID = 1;

        Broken(String what) {
            super(what, null, false, false);
        }
    }
}

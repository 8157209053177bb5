package io.graft.descriptor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class SettingsModelTest {
    record Strange(Thread thread) {}

    record Endless(List<Endless> more) {}

    @Test
    void aSettingSaysEverythingAboutItself() {
        Setting size =
                SettingsModel.of(Example.Vocabulary.class).setting("size").orElseThrow();
        assertEquals("whole number", size.type().toString());
        assertFalse(size.required());
        assertEquals(Optional.of("10000"), size.defaultValue());
        assertEquals(OptionalDouble.of(1), size.min());
        assertEquals(OptionalDouble.of(1e7), size.max());
        assertEquals("tokens", size.unit());
        assertEquals("The most tokens.", size.meaning());
    }

    @Test
    void requiredOptionalAndDefaultAreToldApart() {
        SettingsModel csv = SettingsModel.of(Example.Csv.class);
        assertEquals(List.of("path", "text", "label"), csv.names());
        assertEquals(
                List.of(true, false, false),
                csv.settings().stream().map(Setting::required).toList());
        assertEquals(Optional.empty(), csv.setting("label").orElseThrow().defaultValue());
    }

    @Test
    void typesAreNamedAsPeopleSay() {
        assertEquals("one of none, nfc, nfkc", type(Example.Clean.class, "unicode"));
        assertEquals("true or false", type(Example.Clean.class, "lowercase"));
        assertEquals("list of text", type(Example.StopWords.class, "words"));
        assertEquals("text", type(Example.Dense.class, "units"));
        assertEquals("list of layer", type(Example.Residual.class, "layers"));
        assertEquals("list of list of layer", type(Example.Residual.class, "branches"));
        assertEquals("schedule", type(Example.Cosine.class, "then"));
        assertEquals("duration", type(Example.Engine.class, "timeout"));
        assertEquals("map of number", type(Example.Engine.class, "options"));
        assertEquals("settings", type(TrainSettings.class, "checkpoint"));
    }

    private static String type(Class<? extends Record> record, String name) {
        return SettingsModel.of(record).setting(name).orElseThrow().type().toString();
    }

    @Test
    void settingsWithinSettingsAndChoicesAreReached() {
        SettingsModel train = SettingsModel.of(TrainSettings.class);
        assertEquals(
                List.of("every", "keep"),
                train.setting("checkpoint").orElseThrow().nested().orElseThrow().names());
        assertEquals(
                List.of("none", "nfc", "nfkc"),
                SettingsModel.of(Example.Clean.class)
                        .setting("unicode")
                        .orElseThrow()
                        .choices());
    }

    @Test
    void anUnderscoreAtTheEndIsNoPartOfTheName() {
        assertTrue(
                SettingsModel.of(ServeSettings.Batching.class).setting("wait").isPresent());
    }

    @Test
    void everySettingOfDescriptorsHasAMeaning() {
        for (Class<? extends Record> type : List.of(
                TrainSettings.class,
                TrainSettings.Checkpoint.class,
                TrainSettings.Stop.class,
                TrainSettings.Clip.class,
                ServeSettings.class,
                ServeSettings.Batching.class,
                ServeSettings.Probe.class))
            for (Setting s : SettingsModel.of(type).settings())
                assertTrue(s.meaning().endsWith("."), type + " " + s.name());
    }

    @Test
    void aRecordThatSettingsCannotHaveIsAFaultOfThePlugIn() {
        PipelineException e = assertThrows(PipelineException.class, () -> SettingsModel.of(Strange.class));
        assertEquals(ErrorCode.PLUGIN_FAILED, e.code());
        assertTrue(
                e.getMessage().endsWith("Strange has 'thread' of type java.lang.Thread, which settings cannot have."),
                e.getMessage());
        PipelineException endless = assertThrows(PipelineException.class, () -> SettingsModel.of(Endless.class));
        assertTrue(endless.getMessage().endsWith("Endless holds itself."), endless.getMessage());
    }
}

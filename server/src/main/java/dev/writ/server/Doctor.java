package dev.writ.server;

import dev.writ.Json;
import dev.writ.WritException;
import dev.writ.insight.compliance.SandboxLayer;
import dev.writ.model.playbook.PlaybookModel;
import dev.writ.model.provider.ConfiguredModels;
import dev.writ.model.settings.EmbeddingSettings;
import dev.writ.model.settings.ModelSettings;
import dev.writ.sandbox.Sandbox;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Looks at the machine: what is present, what is missing, and what that disables. */
public final class Doctor {
    private static final int NEEDED_JAVA = 25;
    private static final long LITTLE_SPACE = 200L << 20;

    private final Settings settings;

    private Doctor(Settings settings) {
        this.settings = settings;
    }

    public static Doctor of(Settings settings) {
        return new Doctor(settings);
    }

    /** How one thing stands. */
    public enum State {
        OK,
        WARNING,
        MISSING
    }

    /**
     * @param disables what does not work because of it; empty where nothing
     * @param hint what to do; empty where nothing
     */
    public record Check(String name, State state, String detail, String disables, String hint) {
        public ObjectNode toJson() {
            return Json.object()
                    .put("name", name)
                    .put("state", state.name().toLowerCase(Locale.ROOT))
                    .put("detail", detail)
                    .put("disables", disables)
                    .put("hint", hint);
        }
    }

    public List<Check> checks() {
        List<Check> checks = new ArrayList<>();
        checks.add(java());
        checks.add(dataFolder());
        checks.add(server());
        checks.addAll(sandbox());
        checks.addAll(new StoreChecks(settings, InstantSource.system()).all());
        checks.addAll(new DatabaseChecks(settings).all());
        checks.add(model());
        checks.addAll(embedding());
        return checks;
    }

    ObjectNode toJson() {
        ArrayNode list = Json.array();
        checks().forEach(check -> list.add(check.toJson()));
        return Json.object().set("checks", list);
    }

    /** What of the sandbox is there, as reports have it; warnings are no layers. */
    List<SandboxLayer> sandboxLayers() {
        return sandbox().stream()
                .filter(check -> check.state() != State.WARNING)
                .map(check -> new SandboxLayer(check.name(), check.state() == State.OK, check.detail()))
                .toList();
    }

    private static Check java() {
        int version = Runtime.version().feature();
        return version >= NEEDED_JAVA
                ? new Check("java", State.OK, "JDK " + Runtime.version(), "", "")
                : new Check("java", State.MISSING, "JDK " + version, "everything", "Install a JDK 25.");
    }

    private Check dataFolder() {
        Path folder = settings.dataFolder();
        Path existing = folder;
        while (existing.getParent() != null && !Files.exists(existing)) {
            existing = existing.getParent();
        }
        if (!Files.isWritable(existing)) {
            return new Check(
                    "data folder",
                    State.MISSING,
                    folder + " cannot be written",
                    "everything",
                    "Give yourself write permission, or choose another folder with --data.");
        }
        try {
            FileStore store = Files.getFileStore(existing);
            long free = store.getUsableSpace();
            String detail = folder + ", " + (free >> 20) + " MB free";
            return free < LITTLE_SPACE
                    ? new Check("data folder", State.WARNING, detail, "", "Free some space.")
                    : new Check("data folder", State.OK, detail, "", "");
        } catch (IOException e) {
            return new Check("data folder", State.WARNING, "free space unknown", "", "Check the disk.");
        }
    }

    private Check server() {
        String running = DataFolder.runningServer(settings.dataFolder())
                .map(server -> "runs at " + server.url() + " (process " + server.pid() + ")")
                .orElse("none runs on the data folder; commands start one for themselves");
        return new Check("server", State.OK, running, "", "");
    }

    private List<Check> sandbox() {
        List<Check> checks = new ArrayList<>();
        try {
            Path scratch = Files.createTempDirectory("writ-doctor");
            try {
                Sandbox sandbox = new Sandbox(scratch, InstantSource.system());
                checks.addAll(SandboxChecks.of(sandbox.status(), sandbox.missingNetwork()));
            } finally {
                deleteTree(scratch);
            }
        } catch (IOException | WritException e) {
            checks.add(new Check(
                    "sandbox",
                    State.MISSING,
                    String.valueOf(e.getMessage()),
                    "terminal",
                    "Check the temporary folder."));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return checks;
    }

    private static void deleteTree(Path folder) throws IOException {
        try (var paths = Files.walk(folder)) {
            for (Path path : paths.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    private Check model() {
        try (ConfiguredModels models = new ConfiguredModels(
                ModelSettings.from(settings.environment(), settings.value("model")),
                new PlaybookModel(),
                new SplittableRandom(),
                InstantSource.system())) {
            return new Check(
                    "model",
                    State.OK,
                    models.describe(),
                    "",
                    models.offline()
                            ? "It has a few skills of its own; for a language model set WRIT_MODEL_PROVIDER, see docs/models.md."
                            : "");
        } catch (WritException e) {
            return new Check(
                    "model",
                    State.MISSING,
                    e.failure().message(),
                    "everything",
                    e.failure().hint());
        }
    }

    /** Only where somebody named one. */
    private List<Check> embedding() {
        try {
            return EmbeddingSettings.from(settings.environment(), settings.value("embedding"))
                    .map(found -> new Check(
                            "embedding",
                            State.OK,
                            found.fullName() + " at " + found.baseUrl() + ", not asked now",
                            "",
                            ""))
                    .stream()
                    .toList();
        } catch (WritException e) {
            return List.of(new Check(
                    "embedding",
                    State.MISSING,
                    e.failure().message(),
                    "everything",
                    e.failure().hint()));
        }
    }
}

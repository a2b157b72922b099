package dev.writ.sandbox;

import dev.writ.Failure;
import dev.writ.FailureCode;
import java.util.List;

/**
 * Which protection layers hold on this machine, found by trying them.
 *
 * @param bubblewrap version of bubblewrap, such as {@code 0.8.0}; "" where it was not found
 * @param layers every layer, in the order of {@link SandboxLayer}
 * @param hint what to do about the missing layers; "" where none is missing
 */
public record SandboxStatus(String bubblewrap, List<LayerStatus> layers, String hint) {
    public SandboxStatus {
        layers = List.copyOf(layers);
    }

    /** @param reason why the layer is missing; "" where it is present */
    public record LayerStatus(SandboxLayer layer, boolean present, String reason) {}

    /** Whether commands can run. */
    public boolean complete() {
        return missing().isEmpty();
    }

    public List<LayerStatus> missing() {
        return layers.stream().filter(layer -> !layer.present()).toList();
    }

    /** Why no command can run: names the missing layers and what to do. */
    public Failure failure() {
        List<String> names = missing().stream().map(layer -> layer.layer().id()).toList();
        String which = names.size() == SandboxLayer.values().length ? "all layers" : String.join(", ", names);
        String reason = missing().isEmpty() ? "" : missing().getFirst().reason();
        return new Failure(
                FailureCode.PROTECTION_MISSING,
                "Commands cannot run, because their protection is missing (" + which + "): " + reason + ".",
                hint);
    }
}

package dev.writ.model;

/** One model for every tier that costs nothing: the offline playbook, or a recording. */
public record OfflineModels(ChatModel model) implements Models {
    @Override
    public ChatModel forTier(ModelTier tier) {
        return model;
    }

    @Override
    public ModelReply.Usage worstCase(ChatModel used, ModelRequest request) {
        return ModelReply.Usage.NONE;
    }

    @Override
    public boolean offline() {
        return true;
    }

    @Override
    public String describe() {
        return model.name() + " (offline)";
    }
}

package dev.writ.insight.knowledge.meaning;

import dev.writ.entity.Definition;
import dev.writ.entity.DefinitionStatus;
import dev.writ.entity.Definitions;
import dev.writ.entity.EntityKind;
import dev.writ.model.embedding.Embedded;
import dev.writ.model.embedding.EmbeddingModel;
import dev.writ.model.embedding.Vector;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Gives documents their vectors: from the table where they are, else from the model, a few at a time. One thread. */
final class DocumentVectors {
    private static final Logger LOG = System.getLogger(Meaning.class.getName());
    private static final int AT_ONCE = 16;
    private static final int READ_AT_ONCE = 500;
    /** Of a batch that is refused so many are asked about alone before the model is taken for unusable. */
    private static final int REFUSED_AT_MOST = 3;

    private final Definitions definitions;
    private final EmbeddingModel model;
    private final VectorTable table;
    private final VectorIndex index;
    private final Reachability reach;
    private final Duration limit;
    private final int characters;
    /** Texts that the model will not take; asked about again after the next start. */
    private final Set<String> refused = new HashSet<>();

    DocumentVectors(
            Definitions definitions,
            EmbeddingModel model,
            VectorTable table,
            VectorIndex index,
            Reachability reach,
            Duration limit,
            int characters) {
        this.definitions = definitions;
        this.model = model;
        this.table = table;
        this.index = index;
        this.reach = reach;
        this.limit = limit;
        this.characters = characters;
    }

    /**
     * Goes on with what has no vector.
     *
     * @return whether there is more to do, at once or after {@link Reachability#pause}
     */
    boolean advance() {
        Map<String, String> missing = index.without();
        missing.keySet().removeAll(refused);
        if (missing.isEmpty()) {
            return false;
        }
        List<String> hashes = List.copyOf(missing.keySet());
        for (int from = 0; from < hashes.size(); from += READ_AT_ONCE) {
            Map<String, Vector> found =
                    table.find(hashes.subList(from, Math.min(hashes.size(), from + READ_AT_ONCE)), index.dimension());
            index.add(found);
            missing.keySet().removeAll(found.keySet());
        }
        if (missing.isEmpty()) {
            return false;
        }
        if (reach.pause().isZero()) {
            ask(texts(missing.values()));
        }
        return true;
    }

    private List<SentText> texts(Collection<String> documents) {
        List<SentText> texts = new ArrayList<>();
        for (String id : documents.stream().limit(AT_ONCE).toList()) {
            Optional<Definition> document = definitions
                    .find(EntityKind.DOCUMENT, id)
                    .filter(found -> found.status() == DefinitionStatus.ACTIVE);
            if (document.isPresent()) {
                SentText text = SentText.of(document.get(), characters);
                index.put(id, text.hash());
                texts.add(text);
            } else {
                index.remove(id);
            }
        }
        return texts;
    }

    private void ask(List<SentText> texts) {
        if (texts.isEmpty()) {
            return;
        }
        switch (embed(texts)) {
            case Embedded.Vectors(List<Vector> vectors, long tokens) -> keep(texts, vectors, tokens);
            case Embedded.Refused(String message) -> refused(texts, message);
            case Embedded.Unavailable(String message, Duration wait) -> reach.failed(message, wait);
        }
    }

    private Embedded embed(List<SentText> texts) {
        return model.embed(texts.stream().map(SentText::text).toList(), limit);
    }

    private void keep(List<SentText> texts, List<Vector> vectors, long tokens) {
        if (!index.settle(vectors.getFirst().dimension())) {
            reach.failed(otherDimension(model, vectors.getFirst(), index), Duration.ZERO);
            return;
        }
        Map<String, Vector> byHash = new HashMap<>();
        for (int i = 0; i < texts.size(); i++) {
            byHash.put(texts.get(i).hash(), vectors.get(i));
        }
        table.keep(byHash, tokens);
        index.add(byHash);
        reach.worked();
    }

    static String otherDimension(EmbeddingModel model, Vector vector, VectorIndex index) {
        return model.name() + " answered with " + vector.dimension() + " numbers where it gave "
                + index.dimension().orElse(0) + " before; has the model changed?";
    }

    /** One text that is too long fails all that were sent with it, so each is asked about alone. */
    private void refused(List<SentText> texts, String message) {
        if (texts.size() == 1) {
            setAside(texts.getFirst(), message);
            return;
        }
        List<SentText> bad = new ArrayList<>();
        for (SentText text : texts) {
            switch (embed(List.of(text))) {
                case Embedded.Vectors(List<Vector> vectors, long tokens) -> keep(List.of(text), vectors, tokens);
                case Embedded.Refused ignored -> bad.add(text);
                case Embedded.Unavailable(String why, Duration wait) -> {
                    reach.failed(why, wait);
                    return;
                }
            }
            if (!reach.pause().isZero()) {
                return;
            }
            if (bad.size() == REFUSED_AT_MOST && texts.indexOf(text) == REFUSED_AT_MOST - 1) {
                reach.failed(message, Duration.ZERO);
                return;
            }
        }
        bad.forEach(text -> setAside(text, message));
    }

    private void setAside(SentText text, String message) {
        refused.add(text.hash());
        LOG.log(Level.WARNING, "{0} A document is found by its words alone.", message);
    }
}

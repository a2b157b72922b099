package dev.writ.server.api;

import dev.writ.Json;
import dev.writ.event.audit.AuditProofs;
import dev.writ.event.audit.Finding;
import dev.writ.event.audit.InclusionProof;
import dev.writ.event.audit.KeptCheckpoint;
import dev.writ.event.audit.Verification;
import dev.writ.event.merkle.Checkpoint;
import dev.writ.event.merkle.NoteKey;
import java.util.Base64;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The audit log as the API and the command line tell of it. */
public final class AuditJson {
    private static final Base64.Encoder BASE64 = Base64.getEncoder();

    private AuditJson() {}

    /** What came of a check. */
    public static ObjectNode of(Verification verification) {
        ObjectNode json = Json.object()
                .put("holds", verification.holds())
                .put("sentence", verification.sentence())
                .put("checked_at", verification.checkedAt().toString())
                .put("took_millis", verification.took().toMillis())
                .put("first", verification.first())
                .put("last", verification.last())
                .put("records", verification.rows())
                .put("redacted", verification.redacted())
                .put("unsigned", verification.unsigned());
        verification
                .checkpoint()
                .ifPresent(tree -> json.putObject("signed")
                        .put("size", tree.size())
                        .put("root", tree.root())
                        .put("made_at", tree.madeAt().toString()));
        ArrayNode findings = json.putArray("findings");
        verification.findings().forEach(finding -> findings.add(of(finding)));
        json.put("more", verification.more());
        json.set("notes", Json.array(verification.notes()));
        return json;
    }

    private static ObjectNode of(Finding finding) {
        return Json.object()
                .put("kind", finding.kind().id())
                .put("seq", finding.seq())
                .put("table", finding.table())
                .put("row", finding.row())
                .put("sentence", finding.sentence());
    }

    static ObjectNode of(KeptCheckpoint checkpoint, NoteKey key) {
        String root = Checkpoint.parse(checkpoint.note()).map(Checkpoint::root).orElse("");
        return Json.object()
                .put("origin", key.name())
                .put("size", checkpoint.size())
                .put("root", root)
                .put("made_at", checkpoint.madeAt().toString())
                .put("note", checkpoint.note())
                .put("cosignatures", checkpoint.cosignatures())
                .put("key", key.text());
    }

    static ObjectNode of(InclusionProof proof, NoteKey key) {
        ObjectNode json = Json.object()
                .put("seq", proof.seq())
                .put("event", proof.event())
                .put("leaf", proof.leaf())
                .put("leaf_hash", BASE64.encodeToString(proof.leafHash()))
                .put("index", proof.index())
                .put("size", proof.size());
        json.set("path", hashes(proof.path()));
        return json.put("checkpoint", proof.checkpoint()).put("key", key.text());
    }

    static ObjectNode of(AuditProofs.ConsistencyProof proof) {
        ObjectNode json = Json.object()
                .put("from", proof.from().size())
                .put("to", proof.to().size())
                .put("from_root", proof.from().root())
                .put("to_root", proof.to().root());
        json.set("path", hashes(proof.path()));
        return json;
    }

    private static ArrayNode hashes(List<byte[]> path) {
        return Json.array(path.stream().map(BASE64::encodeToString).toList());
    }
}

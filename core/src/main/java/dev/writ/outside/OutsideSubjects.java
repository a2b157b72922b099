package dev.writ.outside;

import dev.writ.FailureCode;
import dev.writ.WritException;
import dev.writ.event.EventLog;
import dev.writ.event.NewEvent;
import dev.writ.store.Database;
import dev.writ.store.Transaction;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jdbi.v3.core.Handle;

/**
 * Agents for whom an identity provider vouches. Each works on a task of its own, which is made at first use and lasts as long
 * as newer proofs keep coming. Safe for use by many threads.
 */
public final class OutsideSubjects {
    private final Database database;
    private final EventLog events;
    private final AccessTokens tokens;
    private final OutsideAgents agents;
    private final ReentrantLock making = new ReentrantLock();

    public OutsideSubjects(Database database, EventLog events, AccessTokens tokens, OutsideAgents agents) {
        this.database = database;
        this.events = events;
        this.tokens = tokens;
        this.agents = agents;
    }

    /**
     * What a provider's token proves, once somebody has checked it.
     *
     * @param until when what it lets in ends where no newer one comes
     */
    public record Proof(String issuer, String subject, Instant issuedAt, Instant until) {}

    /** Whether somebody is let in. */
    public sealed interface Admission {
        record Admitted(AccessToken token) implements Admission {}

        /** The task has ended after the proof was issued; a newer one begins another. */
        record Spent() implements Admission {}

        /** A person has ended this subject's access, until a person lets it in again. */
        record ShutOut() implements Admission {}
    }

    private record Known(AccessToken token, Optional<Instant> taskEnded) {}

    /**
     * Lets a subject in as the invitation's agent, on the task that it has, or on a new one.
     *
     * @throws WritException where the invitation cannot be carried out, as {@link OutsideAgents#invite}
     */
    public Admission admit(Proof proof, OutsideAgents.Invitation invitation) {
        Optional<Admission> now = database.read(handle -> standing(handle, proof, invitation.agent()));
        Admission admission = now.orElseGet(() -> begin(proof, invitation));
        return admission instanceof Admission.Admitted(AccessToken token)
                        && proof.until().isAfter(token.expiresAt())
                ? new Admission.Admitted(extend(token, proof.until()))
                : admission;
    }

    /** One task, however many requests come at once. */
    private Admission begin(Proof proof, OutsideAgents.Invitation invitation) {
        making.lock();
        try {
            return database.read(handle -> standing(handle, proof, invitation.agent()))
                    .orElseGet(() -> new Admission.Admitted(agents.admit(invitation, (transaction, task) -> {
                        AccessToken token = tokens.createVouched(
                                transaction, task, proof.until(), invitation.mayApprove(), invitation.by());
                        remember(transaction, proof, token);
                        return token;
                    })));
        } finally {
            making.unlock();
        }
    }

    /** How the subject stands; empty where a new task is due. */
    private Optional<Admission> standing(Handle handle, Proof proof, String agent) {
        if (isShutOut(handle, proof)) {
            return Optional.of(new Admission.ShutOut());
        }
        return known(handle, proof, agent).flatMap(known -> {
            if (known.taskEnded().isPresent()) {
                return proof.issuedAt().isAfter(known.taskEnded().get())
                        ? Optional.empty()
                        : Optional.of(new Admission.Spent());
            }
            // One that has just expired, and whose task is about to end, ends nothing if it is extended first.
            return Optional.of(new Admission.Admitted(known.token()));
        });
    }

    private static boolean isShutOut(Handle handle, Proof proof) {
        return handle.createQuery("""
                        SELECT COUNT(*) FROM outside_subjects s JOIN access_tokens a ON a.id = s.token
                        WHERE s.issuer = :issuer AND s.subject = :subject AND a.ended_at > 0
                        """)
                        .bind("issuer", proof.issuer())
                        .bind("subject", proof.subject())
                        .mapTo(Integer.class)
                        .one()
                > 0;
    }

    private static Optional<Known> known(Handle handle, Proof proof, String agent) {
        return handle.createQuery("""
                        SELECT a.*, t.finished_at AS task_ended
                        FROM outside_subjects s JOIN access_tokens a ON a.id = s.token JOIN tasks t ON t.id = a.task
                        WHERE s.issuer = :issuer AND s.subject = :subject AND s.agent = :agent
                        """)
                .bind("issuer", proof.issuer())
                .bind("subject", proof.subject())
                .bind("agent", agent)
                .map((row, context) -> {
                    long ended = row.getLong("task_ended");
                    return new Known(
                            AccessTokens.read(row),
                            ended == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(ended)));
                })
                .findOne();
    }

    private static void remember(Transaction transaction, Proof proof, AccessToken token) {
        transaction
                .handle()
                .createUpdate("""
                        INSERT INTO outside_subjects (issuer, subject, agent, token) VALUES (:issuer, :subject, :agent, :token)
                        ON CONFLICT (issuer, subject, agent) DO UPDATE SET token = excluded.token
                        """)
                .bind("issuer", proof.issuer())
                .bind("subject", proof.subject())
                .bind("agent", token.agent())
                .bind("token", token.id())
                .execute();
    }

    private AccessToken extend(AccessToken token, Instant until) {
        database.write(transaction -> transaction
                .handle()
                .createUpdate("""
                        UPDATE access_tokens SET expires_at = :until
                        WHERE id = :id AND ended_at = 0 AND expires_at < :until
                        """)
                .bind("until", until.toEpochMilli())
                .bind("id", token.id())
                .execute());
        return new AccessToken(
                token.id(),
                token.agent(),
                token.task(),
                token.mayApprove(),
                token.createdBy(),
                token.createdAt(),
                until,
                token.endedAt());
    }

    /**
     * Lets a subject in again whose token a person has revoked. Its next proof begins a new task.
     *
     * @param token id of that token
     * @throws WritException with {@code not_found} where the token keeps no subject out
     */
    public void readmit(String token, String by) {
        database.write(transaction -> {
            Optional<String> agent = transaction
                    .handle()
                    .createQuery("""
                            SELECT s.agent FROM outside_subjects s JOIN access_tokens a ON a.id = s.token
                            WHERE s.token = :token AND a.ended_at > 0
                            """)
                    .bind("token", token)
                    .mapTo(String.class)
                    .findOne();
            if (agent.isEmpty()) {
                throw new WritException(
                        FailureCode.NOT_FOUND,
                        "There is no revoked token '" + token + "' that keeps somebody out.",
                        "List tokens with `writ token ls`; one that was made here is made anew instead.");
            }
            transaction.handle().execute("DELETE FROM outside_subjects WHERE token = ?", token);
            events.append(
                    transaction,
                    NewEvent.of("token.readmitted", "token", token).by(by).with("agent", agent.get()));
            return agent.get();
        });
    }
}

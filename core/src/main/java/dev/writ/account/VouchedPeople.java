package dev.writ.account;

import dev.writ.FailureCode;
import dev.writ.WritException;
import dev.writ.event.EventLog;
import dev.writ.event.NewEvent;
import dev.writ.store.Database;
import dev.writ.store.Transaction;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * People for whom an identity provider vouches. Each pair of issuer and subject has one account, which is made when it first
 * logs in; what somebody is called only chooses its name then, and never gives an account that is there. Safe for use by many
 * threads.
 */
public final class VouchedPeople {
    /** Who makes such accounts, and changes their roles. */
    private static final String PROVIDER = "person:openid";

    private static final int MOST_OF_A_NAME = 1_000;

    private final Database database;
    private final Accounts accounts;
    private final EventLog events;

    public VouchedPeople(Database database, Accounts accounts, EventLog events) {
        this.database = database;
        this.accounts = accounts;
        this.events = events;
    }

    /**
     * Whom a provider's token proves, once somebody has checked it.
     *
     * @param called what the provider calls them
     * @param role what the rules of this server give them; an administrator who gave them less is heeded
     */
    public record Person(String issuer, String subject, String called, Role role) {}

    /** Whether somebody is let in. */
    public sealed interface Admission {
        /** @param account as it is now, with the person's role of today */
        record Admitted(Account account) implements Admission {}

        /** An administrator keeps this account out for good. */
        record ShutOut(String name) implements Admission {}

        /** No account can be called by what the provider calls the person. */
        record Nameless() implements Admission {}
    }

    /** Lets a person in, with an account and the role of today; what comes of it is an event of the same transaction. */
    public Admission admit(Person person) {
        return database.write(transaction -> {
            Optional<String> name = find(transaction.handle(), person)
                    .or(() -> PersonName.near(person.called()).map(near -> make(transaction, person, near)));
            return name.isPresent() ? admit(transaction, person, name.get()) : nameless(transaction);
        });
    }

    private Admission admit(Transaction transaction, Person person, String name) {
        Account account = Accounts.get(transaction.handle(), name);
        if (!account.isOpen()) {
            refused(transaction, name, "This account was kept out for good.");
            return new Admission.ShutOut(name);
        }
        Role role = Accounts.atMost(transaction.handle(), name, person.role());
        if (account.role() != role) {
            accounts.setRole(transaction, name, role, PROVIDER);
        }
        events.append(
                transaction,
                NewEvent.of("login.opened", "account", name)
                        .by(account.actor())
                        .with("role", role.id())
                        .with("issuer", person.issuer()));
        return new Admission.Admitted(Accounts.get(transaction.handle(), name));
    }

    private Admission nameless(Transaction transaction) {
        refused(transaction, "openid", "No account can be called what the provider calls the person.");
        return new Admission.Nameless();
    }

    /**
     * Puts a refusal on record that was decided before anybody was known.
     *
     * @param reason a sentence that holds nothing of a token or a code
     */
    public void refused(String reason) {
        database.write(transaction -> {
            refused(transaction, "openid", reason);
            return reason;
        });
    }

    private void refused(Transaction transaction, String name, String reason) {
        events.append(
                transaction,
                NewEvent.of("login.refused", "account", name).by(PROVIDER).with("reason", reason));
    }

    private static Optional<String> find(Handle handle, Person person) {
        return handle.createQuery("SELECT name FROM openid_people WHERE issuer = :issuer AND subject = :subject")
                .bind("issuer", person.issuer())
                .bind("subject", person.subject())
                .mapTo(String.class)
                .findOne();
    }

    /** A new account, by the name itself or with the first number behind it that makes it nobody's. */
    private String make(Transaction transaction, Person person, String near) {
        for (int number = 1; number <= MOST_OF_A_NAME; number++) {
            String name = number == 1 ? near : PersonName.numbered(near, number);
            if (PersonName.isUsable(name) && accounts.addVouched(transaction, name, person.role(), PROVIDER)) {
                transaction
                        .handle()
                        .createUpdate("""
                                INSERT INTO openid_people (issuer, subject, name) VALUES (:issuer, :subject, :name)
                                """)
                        .bind("issuer", person.issuer())
                        .bind("subject", person.subject())
                        .bind("name", name)
                        .execute();
                return name;
            }
        }
        throw new WritException(
                FailureCode.CONFLICT,
                "There are too many people called '" + near + "'.",
                "Have the setting login.openid.person name a claim that tells people apart.");
    }
}

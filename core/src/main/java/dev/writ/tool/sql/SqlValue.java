package dev.writ.tool.sql;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;

/** A checked value; it reaches the database as a JDBC parameter, never as a part of the SQL. */
public sealed interface SqlValue {
    /** Hands the value to the driver. */
    void bind(PreparedStatement statement, int index, SqlKind kind) throws SQLException;

    record Text(String value) implements SqlValue {
        @Override
        public void bind(PreparedStatement statement, int index, SqlKind kind) throws SQLException {
            statement.setString(index, value);
        }
    }

    record Whole(long value) implements SqlValue {
        @Override
        public void bind(PreparedStatement statement, int index, SqlKind kind) throws SQLException {
            statement.setLong(index, value);
        }
    }

    record Decimal(double value) implements SqlValue {
        @Override
        public void bind(PreparedStatement statement, int index, SqlKind kind) throws SQLException {
            statement.setDouble(index, value);
        }
    }

    record Truth(boolean value) implements SqlValue {
        @Override
        public void bind(PreparedStatement statement, int index, SqlKind kind) throws SQLException {
            switch (kind) {
                case SQLITE -> statement.setInt(index, value ? 1 : 0);
                case POSTGRESQL -> statement.setBoolean(index, value);
            }
        }
    }

    record Moment(Instant at, ParameterType.TimeForm form) implements SqlValue {
        @Override
        public void bind(PreparedStatement statement, int index, SqlKind kind) throws SQLException {
            switch (form) {
                case MILLIS -> statement.setLong(index, at.toEpochMilli());
                case SECONDS -> statement.setLong(index, at.getEpochSecond());
                case TIMESTAMP -> {
                    switch (kind) {
                        case SQLITE -> statement.setString(index, at.toString());
                        case POSTGRESQL -> statement.setObject(index, at.atOffset(ZoneOffset.UTC));
                    }
                }
            }
        }
    }

    /** NULL of the parameter's type, which PostgreSQL wants to know. */
    record Missing(ParameterType type) implements SqlValue {
        @Override
        public void bind(PreparedStatement statement, int index, SqlKind kind) throws SQLException {
            switch (type) {
                case ParameterType.Text ignored -> statement.setNull(index, Types.VARCHAR);
                case ParameterType.Whole ignored -> statement.setNull(index, Types.BIGINT);
                case ParameterType.Decimal ignored -> statement.setNull(index, Types.DOUBLE);
                case ParameterType.Truth ignored -> statement.setNull(index, Types.BOOLEAN);
                case ParameterType.Moment moment -> {
                    switch (moment.form()) {
                        // By its name, since PostgreSQL's driver leaves the type open otherwise.
                        case TIMESTAMP -> statement.setNull(index, Types.TIMESTAMP_WITH_TIMEZONE, "timestamptz");
                        case MILLIS, SECONDS -> statement.setNull(index, Types.BIGINT);
                    }
                }
            }
        }
    }
}

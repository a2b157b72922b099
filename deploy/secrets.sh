#!/bin/sh
# Makes the two secrets that all nodes of a cluster share: the key they sign the log with, and a password for the database.
#
#   deploy/secrets.sh FOLDER
#
# What is there is left as it is. Keep a copy of audit-key apart from the database's backups.
set -eu
umask 077

folder=${1:?Name a folder for the secrets.}
mkdir -p "$folder"

if [ ! -e "$folder/audit-key" ]; then
  key=$(mktemp "$folder/new.XXXXXX")
  trap 'rm -f "$key"' EXIT
  openssl genpkey -algorithm ed25519 -out "$key"
  {
    openssl pkey -in "$key" -outform DER | base64 | tr -d '\n'
    echo
    openssl pkey -in "$key" -pubout -outform DER | base64 | tr -d '\n'
    echo
  } >"$folder/audit-key.new"
  mv "$folder/audit-key.new" "$folder/audit-key"
fi

if [ ! -e "$folder/database-password" ]; then
  openssl rand -hex 24 | tr -d '\n' >"$folder/database-password"
fi

echo "In $folder: audit-key, database-password"

"""Does one operation of the older Python SDK: its name is the argument, what it is about stands in JSON on the input."""

import json
import sys

from infisical_client import (
    AuthenticationOptions,
    ClientSettings,
    CreateSecretOptions,
    DeleteSecretOptions,
    GetSecretOptions,
    InfisicalClient,
    ListSecretsOptions,
    UniversalAuthMethod,
    UpdateSecretOptions,
)

asked = json.load(sys.stdin)
place = {
    "environment": asked["environment"],
    "project_id": asked["projectId"],
    "path": asked.get("path", "/"),
}


def get(client):
    options = GetSecretOptions(secret_name=asked["name"], expand_secret_references=True, **place)
    return client.getSecret(options).secret_value


def list_(client):
    options = ListSecretsOptions(expand_secret_references=True, include_imports=True, **place)
    return {one.secret_key: one.secret_value for one in client.listSecrets(options)}


def create(client):
    client.createSecret(
        CreateSecretOptions(secret_name=asked["name"], secret_value=asked["value"], **place)
    )


def update(client):
    client.updateSecret(
        UpdateSecretOptions(secret_name=asked["name"], secret_value=asked["value"], **place)
    )


def delete(client):
    client.deleteSecret(DeleteSecretOptions(secret_name=asked["name"], **place))


operations = {"get": get, "list": list_, "create": create, "update": update, "delete": delete}

try:
    method = UniversalAuthMethod(client_id=asked["clientId"], client_secret=asked["clientSecret"])
    sdk = InfisicalClient(
        ClientSettings(
            site_url=asked["siteUrl"], auth=AuthenticationOptions(universal_auth=method), cache_ttl=0
        )
    )
    print(json.dumps({"result": operations[sys.argv[1]](sdk)}))
except Exception as error:
    print(json.dumps({"error": str(error)}))

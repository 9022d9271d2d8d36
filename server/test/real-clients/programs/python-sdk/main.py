"""Does one operation of the Python SDK: its name is the argument, what it is about stands in JSON on the input."""

import json
import sys

from infisical_sdk import InfisicalSDKClient

asked = json.load(sys.stdin)
place = {"environment_slug": asked["environment"], "project_id": asked["projectId"]}
by_slug = {"environment_slug": asked["environment"], "project_slug": asked["projectSlug"]}
path = asked.get("path", "/")


def listed(found):
    values = {one.secretKey: one.secretValue for one in found.secrets}
    for block in found.imports:
        for one in block.secrets:
            values.setdefault(one["secretKey"], one["secretValue"])
    return values


def get(client):
    return client.secrets.get_secret_by_name(asked["name"], secret_path=path, **place).secretValue


def list_(client):
    return listed(client.secrets.list_secrets(secret_path=path, **place))


def list_by_slug(client):
    return listed(client.secrets.list_secrets(secret_path=path, **by_slug))


def create(client, where=place):
    client.secrets.create_secret_by_name(
        asked["name"], secret_path=path, secret_value=asked["value"], **where
    )


def update(client, where=place):
    client.secrets.update_secret_by_name(
        asked["name"], secret_path=path, secret_value=asked["value"], **where
    )


def delete(client, where=place):
    client.secrets.delete_secret_by_name(asked["name"], secret_path=path, **where)


def create_folder(client):
    return client.folders.create_folder(asked["name"], path=path, **place).id


def list_folders(client):
    return [one.name for one in client.folders.list_folders(path=path, **place).folders]


def read_folder(client):
    found = client.folders.get_folder_by_id(asked["folderId"])
    return [found.name, found.environment.envSlug]


def rename_folder(client):
    client.folders.update_folder(asked["folderId"], asked["newName"], path=path, **place)


def delete_folder(client):
    client.folders.delete_folder(asked["name"], path=path, **place)


operations = {
    "get": get,
    "list": list_,
    "listBySlug": list_by_slug,
    "create": create,
    "createBySlug": lambda client: create(client, by_slug),
    "update": update,
    "updateBySlug": lambda client: update(client, by_slug),
    "delete": delete,
    "deleteBySlug": lambda client: delete(client, by_slug),
    "createFolder": create_folder,
    "listFolders": list_folders,
    "readFolder": read_folder,
    "renameFolder": rename_folder,
    "deleteFolder": delete_folder,
}

try:
    with InfisicalSDKClient(host=asked["siteUrl"], cache_ttl=None) as sdk:
        sdk.auth.universal_auth.login(asked["clientId"], asked["clientSecret"])
        print(json.dumps({"result": operations[sys.argv[1]](sdk)}))
except Exception as error:
    print(json.dumps({"error": f"{type(error).__name__}: {error}"}))

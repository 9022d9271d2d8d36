// Does one operation of the Go SDK: its name is the argument, what it is about stands in JSON on the input.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"

	infisical "github.com/infisical/go-sdk"
)

type asked struct {
	SiteURL, ClientID, ClientSecret      string
	ProjectID, ProjectSlug, Environment  string
	Path, Name, Value, NewName, FolderID string
	Secrets                              map[string]string
}

func main() {
	var in asked
	answer := map[string]any{}
	result, err := any(nil), json.NewDecoder(os.Stdin).Decode(&in)
	if err == nil {
		result, err = do(os.Args[1], in)
	}
	if err != nil {
		answer["error"] = err.Error()
	} else {
		answer["result"] = result
	}
	json.NewEncoder(os.Stdout).Encode(answer)
}

func do(operation string, in asked) (any, error) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	client := infisical.NewInfisicalClient(ctx, infisical.Config{SiteUrl: in.SiteURL, SilentMode: true})
	if _, err := client.Auth().UniversalAuthLogin(in.ClientID, in.ClientSecret); err != nil {
		return nil, err
	}
	if result, err, isKnown := ofSecrets(client.Secrets(), operation, in); isKnown {
		return result, err
	}
	if result, err, isKnown := ofFolders(client.Folders(), operation, in); isKnown {
		return result, err
	}
	if operation == "signOut" {
		return nil, client.Auth().RevokeAccessToken()
	}
	return nil, fmt.Errorf("unknown operation %s", operation)
}

func ofSecrets(secrets infisical.SecretsInterface, operation string, in asked) (any, error, bool) {
	switch operation {
	case "get":
		found, err := secrets.Retrieve(infisical.RetrieveSecretOptions{
			ProjectID: in.ProjectID, Environment: in.Environment, SecretPath: in.Path, SecretKey: in.Name,
			ExpandSecretReferences: true, IncludeImports: true,
		})
		return found.SecretValue, err, true
	case "list", "listBySlug":
		options := infisical.ListSecretsOptions{
			ProjectID: in.ProjectID, Environment: in.Environment, SecretPath: in.Path,
			ExpandSecretReferences: true, IncludeImports: true,
		}
		if operation == "listBySlug" {
			options.ProjectID, options.ProjectSlug = "", in.ProjectSlug
		}
		listed, err := secrets.ListSecrets(options)
		values := map[string]string{}
		for _, one := range listed.Secrets {
			values[one.SecretKey] = one.SecretValue
		}
		return values, err, true
	case "create":
		_, err := secrets.Create(infisical.CreateSecretOptions{
			ProjectID: in.ProjectID, Environment: in.Environment, SecretPath: in.Path,
			SecretKey: in.Name, SecretValue: in.Value,
		})
		return nil, err, true
	case "batch":
		options := infisical.BatchCreateSecretsOptions{
			ProjectID: in.ProjectID, Environment: in.Environment, SecretPath: in.Path,
		}
		for name, value := range in.Secrets {
			options.Secrets = append(options.Secrets,
				infisical.BatchCreateSecret{SecretKey: name, SecretValue: value})
		}
		_, err := secrets.Batch().Create(options)
		return nil, err, true
	case "update":
		_, err := secrets.Update(infisical.UpdateSecretOptions{
			ProjectID: in.ProjectID, Environment: in.Environment, SecretPath: in.Path,
			SecretKey: in.Name, NewSecretValue: in.Value,
		})
		return nil, err, true
	case "delete":
		_, err := secrets.Delete(infisical.DeleteSecretOptions{
			ProjectID: in.ProjectID, Environment: in.Environment, SecretPath: in.Path, SecretKey: in.Name,
		})
		return nil, err, true
	}
	return nil, nil, false
}

func ofFolders(folders infisical.FoldersInterface, operation string, in asked) (any, error, bool) {
	switch operation {
	case "createFolder":
		made, err := folders.Create(infisical.CreateFolderOptions{
			ProjectID: in.ProjectID, Environment: in.Environment, Path: in.Path, Name: in.Name,
		})
		return made.ID, err, true
	case "listFolders":
		listed, err := folders.List(infisical.ListFoldersOptions{
			ProjectID: in.ProjectID, Environment: in.Environment, Path: in.Path,
		})
		names := []string{}
		for _, one := range listed {
			names = append(names, one.Name)
		}
		return names, err, true
	case "renameFolder":
		_, err := folders.Update(infisical.UpdateFolderOptions{
			ProjectID: in.ProjectID, Environment: in.Environment, Path: in.Path,
			FolderID: in.FolderID, NewName: in.NewName,
		})
		return nil, err, true
	case "deleteFolder":
		_, err := folders.Delete(infisical.DeleteFolderOptions{
			ProjectID: in.ProjectID, Environment: in.Environment, Path: in.Path, FolderName: in.Name,
		})
		return nil, err, true
	}
	return nil, nil, false
}

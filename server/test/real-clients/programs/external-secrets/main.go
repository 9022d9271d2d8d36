// Does one operation of the provider of External Secrets, as its operator does it: a store that names a Kubernetes
// secret with client id and client secret, on a cluster that stands in memory. The operation's name is the argument,
// what it is about stands in JSON on the input.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"

	esv1 "github.com/external-secrets/external-secrets/apis/externalsecrets/v1"
	esmeta "github.com/external-secrets/external-secrets/apis/meta/v1"
	"github.com/external-secrets/external-secrets/pkg/provider/infisical"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/controller-runtime/pkg/client/fake"
)

const namespace = "shop"

type asked struct {
	SiteURL, ClientID, ClientSecret string
	ProjectSlug, Environment        string
	Path, Name, Property            string
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
	ctx := context.Background()
	store := storeOf(in)
	provider := &infisical.Provider{}
	if _, err := provider.ValidateStore(store); err != nil {
		return nil, err
	}
	cluster := fake.NewClientBuilder().WithObjects(credentials(in)).Build()
	client, err := provider.NewClient(ctx, store, cluster, namespace)
	if err != nil {
		return nil, err
	}
	ref := esv1.ExternalSecretDataRemoteRef{Key: in.Name, Property: in.Property}
	switch operation {
	case "get":
		value, err := client.GetSecret(ctx, ref)
		return string(value), err
	case "getMap":
		values, err := client.GetSecretMap(ctx, ref)
		return inText(values), err
	case "list":
		values, err := client.GetAllSecrets(ctx, esv1.ExternalSecretFind{})
		return inText(values), err
	case "validate":
		verdict, err := client.Validate()
		return verdict.String(), err
	case "close":
		return nil, client.Close(ctx)
	}
	return nil, fmt.Errorf("unknown operation %s", operation)
}

func storeOf(in asked) *esv1.SecretStore {
	from := func(key string) esmeta.SecretKeySelector {
		return esmeta.SecretKeySelector{Name: "coterie", Key: key}
	}
	return &esv1.SecretStore{
		TypeMeta:   metav1.TypeMeta{Kind: esv1.SecretStoreKind},
		ObjectMeta: metav1.ObjectMeta{Name: "coterie", Namespace: namespace},
		Spec: esv1.SecretStoreSpec{Provider: &esv1.SecretStoreProvider{Infisical: &esv1.InfisicalProvider{
			HostAPI: in.SiteURL,
			Auth: esv1.InfisicalAuth{UniversalAuthCredentials: &esv1.UniversalAuthCredentials{
				ClientID: from("id"), ClientSecret: from("secret"),
			}},
			SecretsScope: esv1.MachineIdentityScopeInWorkspace{
				ProjectSlug: in.ProjectSlug, EnvironmentSlug: in.Environment, SecretsPath: in.Path,
				ExpandSecretReferences: true,
			},
		}}},
	}
}

func credentials(in asked) *corev1.Secret {
	return &corev1.Secret{
		ObjectMeta: metav1.ObjectMeta{Name: "coterie", Namespace: namespace},
		Data:       map[string][]byte{"id": []byte(in.ClientID), "secret": []byte(in.ClientSecret)},
	}
}

func inText(values map[string][]byte) map[string]string {
	all := map[string]string{}
	for name, value := range values {
		all[name] = string(value)
	}
	return all
}

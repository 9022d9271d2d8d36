//! Does one operation of the Rust SDK: its name is the argument, what it is about stands in JSON on the input.

use infisical::secrets::{
    CreateSecretRequest, DeleteSecretRequest, GetSecretRequest, ListSecretsRequest,
    UpdateSecretRequest,
};
use infisical::{AuthMethod, Client, InfisicalError};
use serde_json::{json, Value};

struct Asked(Value);

impl Asked {
    fn text(&self, field: &str) -> String {
        self.0[field].as_str().unwrap_or_default().to_string()
    }
    fn path(&self) -> String {
        self.0["path"].as_str().unwrap_or("/").to_string()
    }
}

#[tokio::main]
async fn main() {
    let asked = Asked(serde_json::from_reader(std::io::stdin()).expect("JSON on the input"));
    let operation = std::env::args().nth(1).expect("an operation");
    let answer = match perform(&operation, &asked).await {
        Ok(result) => json!({ "result": result }),
        Err(error) => json!({ "error": error.to_string() }),
    };
    println!("{answer}");
}

async fn perform(operation: &str, asked: &Asked) -> Result<Value, InfisicalError> {
    let mut client = Client::builder().base_url(asked.text("siteUrl")).build().await?;
    let who = AuthMethod::new_universal_auth(asked.text("clientId"), asked.text("clientSecret"));
    client.login(who).await?;
    let secrets = client.secrets();
    let (project, environment) = (asked.text("projectId"), asked.text("environment"));
    let (name, value) = (asked.text("name"), asked.text("value"));
    match operation {
        "get" => {
            let request = GetSecretRequest::builder(name, project, environment).path(asked.path());
            Ok(json!(secrets.get(request.build()).await?.secret_value))
        }
        "list" => {
            let request = ListSecretsRequest::builder(project, environment).path(asked.path());
            let found = secrets.list(request.build()).await?;
            let pairs = found.into_iter().map(|one| (one.secret_key, json!(one.secret_value)));
            Ok(Value::Object(pairs.collect()))
        }
        "create" => {
            let request = CreateSecretRequest::builder(name, value, project, environment);
            secrets.create(request.path(asked.path()).build()).await?;
            Ok(Value::Null)
        }
        "update" => {
            let request = UpdateSecretRequest::builder(name, project, environment);
            secrets.update(request.secret_value(value).path(asked.path()).build()).await?;
            Ok(Value::Null)
        }
        "delete" => {
            let request = DeleteSecretRequest::builder(name, project, environment);
            secrets.delete(request.path(asked.path()).build()).await?;
            Ok(Value::Null)
        }
        _ => panic!("unknown operation {operation}"),
    }
}

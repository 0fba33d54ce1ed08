// Every command of the program on one screen. A new one is an entry here, a declaration in commands.hpp and a body in
// main/commands/.
#include "main/commands.hpp"

namespace heed {
namespace {

const Option kOrganization = {"organization", "NAME", "Which company, where the record holds several."};
const Option kModel = {"model", "FILE", "The model to ask, instead of the program's own."};
const Option kTier = {"tier", "N", "1, for everything at a glance, or 2, which takes longer; 1 where not said."};
const Option kEncoder = {"encoder", "FILE", "The encoder of the second tier, instead of the program's own."};
const Option kTask = {"task", "NAME", "Which question to answer: sentiment, emotion, irony, spam, banking77 or another."};
const Option kJson = {"json", "", "Print one JSON object instead of a table."};

std::vector<Command> make_commands() {
  return {
      {.name = "serve",
       .summary = "Answer browsers, channels and the API",
       .text = "Makes the data folder where it is not there, brings the record up to date and answers until it is stopped "
               "(Ctrl+C or SIGTERM, which lets running requests finish). On the first start it prints an address with a "
               "one-time code for making the first account.\n\n"
               "  heed serve --data /var/lib/heed --listen 0.0.0.0:8080\n"
               "  heed serve --store postgresql://heed@db.internal/heed\n",
       .touches = Touches::record_serving,
       .options = {{"demo", "", "Fill an empty record with a sample company to look around in."},
                   {"listen", "ADDRESS:PORT", "Where to answer; port 0 lets the system choose."},
                   {"public-url", "URL", "How people reach it from outside, for links and cookies."},
                   {"log-level", "LEVEL", "How much to log.", {"debug", "info", "warning", "error"}},
                   {"workers", "N", "Threads for work that takes processor time; 0: one for each core."}},
       .run = run_serve},
      {.name = "import",
       .summary = "Take in an archive of care traffic",
       .text =
           "Reads what another system kept and stores it with its times: customers' words as inbound, the company's own as "
           "outbound. What cannot be read is named with its line and the reason and left out; the rest goes in. Broken off, "
           "it goes on where it stopped. Repeating it adds nothing twice.\n\n"
           "  twcs      public customer-care posts, CSV or tab-separated: an inbox for each brand\n"
           "  ndjson    our own items, one JSON object a line, as the API channel takes them\n"
           "  mbox      a mailbox file\n"
           "  chatwoot  conversations with their messages, as Chatwoot's API gives them\n"
           "  zendesk   tickets with their comments, as Zendesk's JSON export gives them\n\n"
           "All of them may be gzipped. docs/importing.md says what is taken from each.\n\n"
           "  heed import --format twcs twcs.csv --data /var/lib/heed\n"
           "  heed import --format mbox --own care@example.com support.mbox\n"
           "  heed import --format zendesk tickets-*.json.gz --inbox \"Help desk\"\n",
       .touches = Touches::record_writing,
       .options = {{"format", "NAME", "How the files are laid out.", {"twcs", "ndjson", "mbox", "chatwoot", "zendesk"}},
                   {"inbox", "NAME", "The inbox to fill, instead of those that the file names."},
                   {"own", "ADDRESSES", "Of mail: the addresses that are ours, with commas between them."},
                   kJson,
                   kOrganization},
       .positionals = {{.name = "FILE", .help = "What to take in.", .many = true}},
       .run = run_import,
       .instead = "Stop it, import, and start it again."},
      {.name = "report care",
       .summary = "Who was answered, and how fast, brand by brand",
       .text = "For each brand: posts in and out, conversations, how many were answered, the share that never was, and the "
               "first-response times. The definitions stand in docs/glossary.md.\n\n"
               "  heed report care --data /var/lib/heed\n"
               "  heed report care --json | jq .total\n",
       .touches = Touches::record_reading,
       .options = {kJson, kOrganization},
       .run = run_report_care},
      {.name = "user add",
       .summary = "Make an account",
       .text = "Asks for the password on the terminal, or reads it as one line from standard input.\n\n"
               "  heed user add mira@example.com --name \"Mira Costa\" --role agent\n",
       .touches = Touches::record_writing,
       .options = {{"name", "NAME", "The person's name, as colleagues and customers see it."},
                   {"role", "ROLE", "What the person may do.", {"owner", "admin", "lead", "agent", "partner"}},
                   kOrganization},
       .positionals = {{"EMAIL", "The address to sign in with."}},
       .run = run_user_add,
       .instead = "Add people on its page Settings → People, or stop it first."},
      {.name = "user list",
       .summary = "The accounts, with their roles",
       .text = "Who may sign in, with their role and state.\n\n  heed user list --data /var/lib/heed\n",
       .touches = Touches::record_reading,
       .options = {kJson, kOrganization},
       .run = run_user_list},
      {.name = "user password",
       .summary = "Set an account's password",
       .text =
           "For somebody who cannot sign in any more. Ends the account's sessions. Asks for the password on the terminal, "
           "or reads it as one line from standard input.\n\n"
           "  heed user password mira@example.com --data /var/lib/heed\n",
       .touches = Touches::record_writing,
       .positionals = {{"EMAIL", "The account's address."}},
       .run = run_user_password,
       .instead = "Set passwords on its page Settings → People, or stop it first."},
      {.name = "token add",
       .summary = "Make an API token",
       .text = "Prints the token once; only its hash is kept. It may do what its role may do.\n\n"
               "  heed token add --name \"nightly export\" --role agent\n",
       .touches = Touches::record_writing,
       .options = {{"name", "NAME", "What it is for."},
                   {"role", "ROLE", "What it may do.", {"owner", "admin", "lead", "agent", "partner"}},
                   kOrganization},
       .run = run_token_add,
       .instead = "Make tokens on its page Settings → Tokens, or stop it first."},
      {.name = "token list",
       .summary = "The API tokens, without their secrets",
       .text = "Name, role, when each was made and when it ends.\n\n  heed token list --data /var/lib/heed\n",
       .touches = Touches::record_reading,
       .options = {kJson, kOrganization},
       .run = run_token_list},
      {.name = "token revoke",
       .summary = "End an API token",
       .text = "From then on calls with it are refused.\n\n  heed token revoke 412345678901 --data /var/lib/heed\n",
       .touches = Touches::record_writing,
       .options = {kOrganization},
       .positionals = {{"ID", "The token's number, as `heed token list` shows it."}},
       .run = run_token_revoke,
       .instead = "Revoke tokens on its page Settings → Tokens, or stop it first."},
      {.name = "verify",
       .summary = "Check that the record is whole",
       .text = "Looks for what must never be: events without their rows, counts that do not add up, owed conversations that "
               "no list shows. Prints what it finds and exits with 1 when it found something. It changes nothing.\n\n"
               "  heed verify --data /var/lib/heed\n",
       .touches = Touches::record_reading,
       .options = {kJson},
       .run = run_verify},
      {.name = "inbox explain",
       .summary = "The life of one item",
       .text =
           "Prints, step by step, what became of one thing that was said: when it was said and when it arrived, where it was "
           "placed and why, its clocks, what was done to it, and the events that told of it. It repeats no words of "
           "customers.\n\n"
           "  heed inbox explain 1188901 --data /var/lib/heed\n",
       .touches = Touches::record_reading,
       .options = {kJson},
       .positionals = {{"ITEM", "The platform's id of the item, or ours of the message."}},
       .run = run_inbox_explain},
      {.name = "search rebuild",
       .summary = "Make the search index anew",
       .text =
           "Forgets the index and reads every message from the record again. Needed only when searches miss what is there, or "
           "to free the space of what was changed often: an index that is missing, damaged or of another version is made "
           "anew by itself, while the server runs.\n\n"
           "  heed search rebuild --data /var/lib/heed\n",
       .touches = Touches::record_writing,
       .run = run_search_rebuild,
       .instead = "Stop it first; or, with it stopped, delete search.db in its folder and start it again."},
      {.name = "sla deadline",
       .summary = "Work out when an answer is due",
       .text =
           "Adds a target in minutes to the moment a clock starts, counting only the hours in which a team works: by the clock "
           "on its wall, holidays left out. Prints the deadline as RFC 3339, in the team's time zone. Without hours the team "
           "always works. Hours and policies are files of JSON:\n\n"
           "  {\"timezone\": \"Europe/Berlin\", \"week\": {\"mon\": [[\"09:00\", \"17:00\"]]}, \"holidays\": [\"2026-12-25\"]}\n"
           "  {\"minutes\": 60}\n\n"
           "With --batch it reads cases from standard input, a line each, and answers each with a line:\n\n"
           "  {\"start\": \"2026-03-27T16:30:00+01:00\", \"minutes\": 60, \"hours\": {…}}\n"
           "  {\"deadline\": \"2026-03-30T09:30:00+02:00\"}\n\n"
           "  heed sla deadline --policy policy.json --hours hours.json --at 2026-03-27T16:30:00+01:00\n"
           "  heed sla deadline --batch <cases.jsonl\n",
       .options = {{"policy", "FILE", "The target: {\"minutes\": 60}."},
                   {"hours", "FILE", "When the team works; always, where it is left out."},
                   {"at", "TIME", "When the clock starts, like 2026-03-27T16:30:00+01:00."},
                   {"batch", "", "Answer a file of cases."}},
       .run = run_sla_deadline},
      {.name = "triage",
       .summary = "Sort posts by a model, offline",
       .text =
           "Reads one post a line and prints one JSON object a line: language, sentiment, intents, urgency, what else is said "
           "of it, and why. With --task it is the label of that task alone, in the task's own words, and how sure the model is of it, "
           "from 0 to 1. Nothing leaves the machine. docs/triage.md lists the tasks and how well they are answered.\n\n"
           "  heed triage <posts.txt\n"
           "  heed triage --task sentiment <posts.txt\n"
           "  heed triage --task mood --model models/triage.model <posts.txt\n",
       .options = {kTask, kModel, kTier, kEncoder},
       .run = run_triage},
      {.name = "triage eval",
       .summary = "Measure a model on labelled posts",
       .text =
           "Reads a tab-separated file, gzipped or not, whose first line names the columns label and text (and lang, where "
           "the task is measured by language), and prints the measure that the task is published with, its 95 % interval "
           "by bootstrap, and how far the confidence is from what was right.\n\n"
           "  heed triage eval --task emotion emotion.test.tsv.gz\n",
       .options = {kTask, kModel, kTier, kEncoder, kJson},
       .positionals = {{.name = "FILE", .help = "The labelled posts."}},
       .run = run_triage_eval},
      {.name = "triage train",
       .summary = "Train a model on labelled posts",
       .text =
           "Fits the heads of one task, or of all that a list of sets names, chooses everything that is to be chosen on the "
           "validation posts, and writes triage.model and its card to a folder. The same files and seed make the same "
           "bytes. With --encoder it writes encoder.model, the second tier, to go with a model of the first. docs/triage.md says "
           "how the files and the list are laid out.\n\n"
           "  heed triage train --task mood --train mood.train.tsv --val mood.val.tsv --out models\n"
           "  heed triage train --sets sets.tsv --out models\n",
       .options = {{"task", "NAME", "What the labels answer; any name."},
                   {"train", "FILE", "The posts to learn from."},
                   {"val", "FILE", "The posts to choose by."},
                   {"sets", "FILE",
                    "A list of sets instead: task, table, kept, training, validation, source, licence, rows."},
                   {"out", "DIR", "Where to write."},
                   {"concepts", "DIR", "A lexicon of concepts, a file a language."},
                   {"encoder", "FILE", "Make the second tier instead: of what finetune_encoder.py left."},
                   kModel,
                   {"rows", "N", "Features to keep in a table at most; 180000 where not said."},
                   {"seed", "N", "Another number, another order of the posts; 1 where not said."}},
       .run = run_triage_train},
      {.name = "triage pieces",
       .summary = "Show how the encoder cuts posts",
       .text =
           "Reads one post a line and prints the numbers of the pieces it is cut into by the vocabulary of an encoder of the "
           "second tier, a line each: what training an encoder begins with (tools/models/README.md).\n\n"
           "  heed triage pieces --encoder encoder.model <posts.txt\n",
       .options = {kEncoder},
       .run = run_triage_pieces},
      {.name = "connector decode",
       .summary = "Show what a channel's payload is read as",
       .text =
           "Reads what a platform sends to an inbox's own address, from a file or standard input, and prints the items it holds, one JSON "
           "object a line: external_id, kind, author, text, parent_external_id, conversation_key, private, at, attachments, target. "
           "What cannot be read is named with the reason, and the exit is 1. The signature is not asked for: it is proved where "
           "a delivery comes in. Nothing is stored.\n\n"
           "  heed connector decode api <webhook.json\n",
       .positionals = {{"CHANNEL", "Whose payload it is: the name of its folder in connectors/."},
                       {.name = "FILE", .help = "The payload, instead of standard input.", .required = false}},
       .run = run_connector_decode},
      {.name = "mail parse",
       .summary = "Show how a mail is read",
       .text =
           "Reads one mail, as it is stored or sent, from a file or standard input and prints one JSON object: who wrote what to whom, the "
           "text and the sanitised HTML, what of it is new (reply_text: without quotes and signature), whether a machine sent it, "
           "what a bounce says, and each attachment with its hashes. Ids stand without their angle brackets; a mail without one "
           "gets one made from what it says. There is an answer for any bytes. docs/mail.md says what is taken from where. "
           "Nothing is stored and nothing leaves the machine.\n\n"
           "  heed mail parse <message.eml\n"
           "  heed mail parse message.eml | jq -r .reply_text\n"
           "  heed mail parse message.eml | jq '.attachments[] | {name, type, size}'\n",
       .positionals = {{.name = "FILE", .help = "The mail, instead of standard input.", .required = false}},
       .run = run_mail_parse},
      {.name = "bench",
       .summary = "Measure this machine with Heed",
       .text = "Runs one measurement on data it makes itself and prints the figures beside their limits.\n\n"
               "  heed bench http --json\n"
               "  heed bench intake --store postgresql://heed@localhost/heed\n",
       .options =
           {{"json", "", "Print one JSON object: name, figures, limits, ratios."},
            {"long", "", "The full size instead of what fits into a minute."},
            {"store", "URL",
             "Measure `intake` in this PostgreSQL too, in a schema that is gone afterwards: postgresql://USER@HOST/NAME."}},
       .positionals = {{"NAME", "What to measure."}},
       .run = run_bench},
      {.name = "config",
       .summary = "Print a documented heed.toml with the values in force",
       .text =
           "Reads heed.toml, the environment and the options as `heed serve` would, and prints every key with what it is "
           "for. Passwords are printed as ***.\n\n"
           "  heed config >heed.toml            a first file to edit\n"
           "  heed config --config /etc/heed.toml   what is in force\n",
       .touches = Touches::configuration,
       .run = run_config},
      {.name = "completion",
       .summary = "Print the completion script of a shell",
       .text = "The shell then completes commands, options and their values.\n\n"
               "  source <(heed completion bash)\n"
               "  heed completion zsh >\"${fpath[1]}/_heed\"\n"
               "  heed completion fish >~/.config/fish/completions/heed.fish\n",
       .positionals = {{.name = "SHELL", .help = "Which shell.", .choices = {"bash", "zsh", "fish"}}},
       .run = run_completion},
      {.name = "help",
       .summary = "Explain a command",
       .text = "Without a command: the list of all.\n\n  heed help import\n  heed help user add\n",
       .positionals = {{.name = "COMMAND", .help = "One command, in one word or two.", .required = false, .many = true}},
       .run = run_help},
      {.name = "--openapi",
       .summary = "Print the API's description, OpenAPI 3.1",
       .text = "The same text stands in api/openapi.json, and as a page at /api/docs of a running server.\n\n"
               "  heed --openapi >openapi.json\n",
       .run = run_openapi},
      {.name = "--version", .summary = "Print the version", .text = "One line.\n\n  heed --version\n", .run = run_version},
  };
}

}  // namespace

const std::vector<Command>& all_commands() {
  static const std::vector<Command> kCommands = make_commands();
  return kCommands;
}

}  // namespace heed

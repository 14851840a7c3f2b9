//! The command line: definitions only.

use std::path::PathBuf;

use clap::{Parser, Subcommand};

pub mod french;

/// Bourse : inscriptions, listes, étiquettes, caisses et reversements d'une bourse aux vêtements et aux jouets.
#[derive(Debug, Parser)]
#[command(
    name = "bourse",
    version,
    disable_help_subcommand = true,
    after_help = "La configuration se lit dans le fichier .env (modèle : .env.example)."
)]
pub struct Cli {
    /// Ce qu'il faut faire.
    #[command(subcommand)]
    pub command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Sert l'application : serveur HTTP intégré, ou FastCGI pour nginx.
    Serve {
        /// Adresse du serveur HTTP intégré.
        #[arg(long, value_name = "ADRESSE", default_value = "127.0.0.1:8000")]
        listen: String,
        /// Sert en FastCGI au lieu de HTTP, sur cette adresse ou sur cette socket (préfixe « unix: »).
        #[arg(long, value_name = "ADRESSE")]
        fastcgi: Option<String>,
        /// Nombre de requêtes traitées en même temps en FastCGI.
        #[arg(long, value_name = "NOMBRE", default_value_t = 4)]
        threads: usize,
    },
    /// Sert une démonstration complète : une vente en cours, une édition en préparation, des comptes d'essai.
    Demo {
        /// Dossier de la démonstration.
        #[arg(long, value_name = "DOSSIER", default_value = "demo")]
        folder: PathBuf,
        /// Adresse du serveur HTTP intégré.
        #[arg(long, value_name = "ADRESSE", default_value = "127.0.0.1:8000")]
        listen: String,
        /// Recommence depuis le début.
        #[arg(long)]
        fresh: bool,
    },
    /// Remplit la base de données configurée, qui doit être vide, pour des mesures.
    #[command(hide = true)]
    Seed,
    /// Prépare la base de données ou montre où elle en est.
    Migrate {
        /// up : met à jour ; status : montre l'état.
        #[arg(value_enum, default_value_t = MigrateAction::Up)]
        action: MigrateAction,
    },
    /// Sauvegarde la base de données et les fichiers, puis efface les sauvegardes trop anciennes.
    #[command(
        args_conflicts_with_subcommands = true,
        after_help = "Code de sortie : 0 sauvegarde faite ; 2 erreur."
    )]
    Backup {
        /// Action, s'il ne s'agit pas d'en faire une.
        #[command(subcommand)]
        action: Option<BackupAction>,
        /// Réponse en JSON.
        #[arg(long)]
        json: bool,
    },
    /// Restaure une sauvegarde, vérifiée d'abord en entier. Tout est remplacé, ou rien.
    #[command(after_help = "Code de sortie : 0 restaurée ; 2 refusée ou erreur, rien n'a changé.")]
    Restore {
        /// Fichier de la sauvegarde.
        #[arg(value_name = "FICHIER")]
        file: PathBuf,
        /// Remplace ce que la base contient ; sans cela elle doit être vide.
        #[arg(long)]
        replace: bool,
        /// Fichier de la clé secrète age, pour une sauvegarde chiffrée.
        #[arg(long, value_name = "FICHIER")]
        identity: Option<PathBuf>,
        /// Accepte une sauvegarde sans sceau, ou scellée avec une autre JOURNAL_KEY : n'importe qui a pu la modifier.
        #[arg(long)]
        unsealed: bool,
        /// Réponse en JSON.
        #[arg(long)]
        json: bool,
    },
    /// Gère les comptes d'administrateur.
    Admin {
        /// Action.
        #[command(subcommand)]
        action: AdminAction,
    },
    /// Envoie le courrier en attente.
    Mail {
        /// Action.
        #[command(subcommand)]
        action: MailAction,
    },
    /// Fait tout ce qui est dû : courrier, rappels, sauvegarde, ménage. À lancer par la tâche planifiée de l'hébergeur.
    Cron {
        /// Réponse en JSON.
        #[arg(long)]
        json: bool,
        /// Reste en marche et recommence toutes les tant de minutes : pour un conteneur, qui n'a pas de tâche planifiée.
        #[arg(long, value_name = "MINUTES", value_parser = clap::value_parser!(u16).range(1..=1440))]
        every: Option<u16>,
        /// Seulement ce qu'un administrateur a demandé depuis la page Système.
        #[arg(long, hide = true, conflicts_with = "every")]
        asked: bool,
    },
    /// Dit ce qui ne va pas dans cette installation et quoi faire. Code de sortie : 0 tout va bien, 1 avertissements, 2 échecs.
    Doctor {
        /// Réponse en JSON.
        #[arg(long)]
        json: bool,
    },
    /// Fait le ménage tout de suite : connexions et liens anciens, compteurs, fichiers, journaux.
    Cleanup {
        /// Réponse en JSON.
        #[arg(long)]
        json: bool,
    },
    /// Met l'application en maintenance, ou l'en sort : seuls les administrateurs y entrent, les caisses continuent sans réseau.
    Maintenance {
        /// on : affiche la phrase ; off : rouvre ; status : montre l'état (code 1 si elle est fermée).
        #[arg(value_enum)]
        action: MaintenanceAction,
        /// Phrase montrée à tous, à la place de la phrase habituelle.
        #[arg(value_name = "PHRASE")]
        text: Option<String>,
    },
    /// Vérifie le journal.
    Audit {
        /// Action.
        #[command(subcommand)]
        action: AuditAction,
    },
    /// Travaille sur un mot de passe pour le compte d'un autre processus de ce programme.
    #[command(hide = true)]
    PasswordTask,
    /// Demande à un programme qui sert s'il est prêt (contrôle de santé d'un conteneur) : code 0 si oui, 1 sinon.
    Health {
        /// Adresse de son serveur HTTP intégré.
        #[arg(long, value_name = "ADRESSE", default_value = "127.0.0.1:8000")]
        listen: String,
        /// Son adresse ou sa socket FastCGI (préfixe « unix: »), s'il sert ainsi.
        #[arg(long, value_name = "ADRESSE")]
        fastcgi: Option<String>,
    },
    /// Écrit la description OpenAPI de l'interface.
    Openapi,
    /// Montre la version.
    Version,
}

/// What to do with the schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum MigrateAction {
    /// Bring it up to date.
    Up,
    /// Show where it stands.
    Status,
}

/// What to do with backups.
#[derive(Debug, Subcommand)]
pub enum BackupAction {
    /// Lit une sauvegarde en entier et dit si elle est intacte, sans rien changer.
    #[command(after_help = "Code de sortie : 0 intacte ; 1 inutilisable ; 2 erreur.")]
    Verify {
        /// Fichier de la sauvegarde.
        #[arg(value_name = "FICHIER")]
        file: PathBuf,
        /// Fichier de la clé secrète age, pour une sauvegarde chiffrée.
        #[arg(long, value_name = "FICHIER")]
        identity: Option<PathBuf>,
        /// Réponse en JSON.
        #[arg(long)]
        json: bool,
    },
}

/// What to do with admins.
#[derive(Debug, Subcommand)]
pub enum AdminAction {
    /// Crée un administrateur. Le mot de passe se tape au clavier ou arrive par l'entrée standard.
    Create {
        /// Adresse électronique.
        #[arg(long, value_name = "ADRESSE")]
        email: String,
        /// Prénom.
        #[arg(long, value_name = "PRÉNOM", default_value = "Admin")]
        first_name: String,
        /// Nom.
        #[arg(long, value_name = "NOM", default_value = "ALPE")]
        last_name: String,
    },
    /// Imprime le papier d'installation : adresses, et clés à garder loin de l'hébergement. Une seule fois.
    Paper {
        /// L'imprime encore, si le premier est perdu.
        #[arg(long)]
        again: bool,
    },
}

/// What to do with the notice of maintenance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum MaintenanceAction {
    /// Put it up.
    On,
    /// Take it down.
    Off,
    /// Say whether it is up.
    Status,
}

/// What to do with mail.
#[derive(Debug, Subcommand)]
pub enum MailAction {
    /// Envoie ce qui attend.
    Flush,
}

/// What to do with the journal.
#[derive(Debug, Subcommand)]
pub enum AuditAction {
    /// Parcourt la chaîne, vérifie ses sceaux avec JOURNAL_KEY et dit si quelque chose a été changé.
    Verify {
        /// Empreinte gardée par quelqu'un, comme dans le message du soir : elle doit se trouver dans le journal.
        #[arg(long, value_name = "NUMÉRO:EMPREINTE")]
        head: Option<String>,
        /// Réponse en JSON.
        #[arg(long)]
        json: bool,
    },
}

<?php
/*
 * Bourse : la tâche planifiée, chez un hébergeur qui n'y lance que du PHP (OVH).
 *
 * Dans le panneau : commande « bourse/options/cron.php », langage PHP, toutes les heures. La tâche fait alors tout ce qui
 * est dû ; le courrier part aussi juste après les requêtes qui l'ont écrit.
 */

declare(strict_types=1);

set_time_limit(0);
passthru(escapeshellarg(dirname(__DIR__) . '/bourse') . ' cron 2>&1', $code);
exit($code);

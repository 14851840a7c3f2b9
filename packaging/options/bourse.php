<?php
/*
 * Bourse : pont PHP, pour un hébergement qui n'exécute ni FastCGI ni CGI, mais du PHP.
 *
 * Éteint par défaut. Pour l'allumer :
 *   1. copier ce fichier en public_html/api/bourse.php (à côté de bourse.cgi et de bourse.fcgi) ;
 *   2. dans public_html/.htaccess, remplacer « BOURSE_PORTE=auto » par « BOURSE_PORTE=php ».
 * PHP 7.4 ou plus récent, avec proc_open permis (l'hébergeur peut l'interdire : disable_functions).
 *
 * Chaque requête lance le programme comme le ferait CGI. Les envois sont des corps bruts, jamais des
 * formulaires multipart, que PHP garderait pour lui ; ceux de longueur inconnue, que PHP ne reçoit pas, sont
 * refusés par api/.htaccess (aucun navigateur n'en envoie ici).
 */

declare(strict_types=1);

// La réponse est celle du programme, sans ajout de PHP.
ini_set('display_errors', '0');
ini_set('default_mimetype', '');
ini_set('zlib.output_compression', '0');
header_remove('X-Powered-By');
set_time_limit(0);
ignore_user_abort(true);
while (ob_get_level() > 0) {
    ob_end_clean();
}

function bourse_refuse(int $status, string $code, string $sentence): void
{
    http_response_code($status);
    header('Content-Type: application/problem+json');
    echo json_encode(['status' => $status, 'code' => $code, 'detail' => $sentence], JSON_UNESCAPED_UNICODE);
    exit;
}

// Les variables de la requête, et elles seules : rien de ce que PHP et Apache ajoutent.
$environment = ['GATEWAY_INTERFACE' => 'CGI/1.1'];
$wanted = '/^(HTTP_\w+|REQUEST_METHOD|REQUEST_URI|REQUEST_SCHEME|QUERY_STRING|CONTENT_TYPE|REMOTE_ADDR|REMOTE_PORT'
    . '|SERVER_\w+|HTTPS)$/';
foreach ($_SERVER as $name => $value) {
    if (is_string($value) && preg_match($wanted, (string) $name) === 1) {
        $environment[$name] = $value;
    }
}
// Apache renomme cet en-tête à chaque redirection interne : celle de la réécriture, celle vers PHP.
foreach (['REDIRECT_', 'REDIRECT_REDIRECT_'] as $prefix) {
    $passed_on = $_SERVER[$prefix . 'HTTP_AUTHORIZATION'] ?? '';
    if (($environment['HTTP_AUTHORIZATION'] ?? '') === '' && $passed_on !== '') {
        $environment['HTTP_AUTHORIZATION'] = $passed_on;
    }
}

// Le corps passe par un fichier : le programme le lit à son rythme, sans que l'un attende l'autre.
$body = tmpfile();
$sent = fopen('php://input', 'rb');
if ($body === false || $sent === false) {
    bourse_refuse(503, 'bridge_failed', "Le dossier temporaire de PHP n'est pas accessible en écriture.");
}
$length = stream_copy_to_stream($sent, $body);
fflush($body);
rewind($body);
$environment['CONTENT_LENGTH'] = (string) (($_SERVER['CONTENT_LENGTH'] ?? '') ?: $length);

$process = function_exists('proc_open')
    ? proc_open([__DIR__ . '/bourse.cgi'], [0 => $body, 1 => ['pipe', 'w']], $pipes, __DIR__, $environment)
    : false;
if (!is_resource($process)) {
    bourse_refuse(503, 'bridge_failed', "L'hébergeur interdit à PHP de lancer le programme (proc_open), ou bourse.cgi n'a pas les droits 755.");
}

$status = 0;
while (($line = fgets($pipes[1])) !== false) {
    $line = rtrim($line, "\r\n");
    if ($line === '') {
        break;
    }
    if (stripos($line, 'Status:') === 0) {
        $status = (int) trim(substr($line, 7));
    } else {
        header($line, false);
    }
}
if ($status === 0) {
    proc_close($process);
    bourse_refuse(503, 'bridge_failed', "Le programme n'a pas répondu : bourse.cgi et bourse.fcgi ont-ils les droits 755 (705 chez OVH) ?");
}
// Après les en-têtes : « Location » changerait l'état à elle seule.
http_response_code($status);
fpassthru($pipes[1]);
flush();
fclose($pipes[1]);
proc_close($process);

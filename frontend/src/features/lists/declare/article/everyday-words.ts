/**
 * How parents call what the catalogue has another name for, by kind. Only the search reads them: what is declared keeps the
 * catalogue's own name.
 */
export const EVERYDAY_WORDS: Readonly<Record<string, string>> = {
  skirt: "jupette kilt tutu jupe-culotte minijupe",
  tshirt: "t-shirt tshirt teeshirt débardeur polo top marinière caraco haut maillot de foot",
  dress: "robe de fête robe chasuble tunique robe d’été robe de princesse",
  outfit: "salopette combinaison combi tailleur deux-pièces ensemble de fête combishort",
  trousers: "jean jeans jegging legging treggings pantacourt chino cargo velours denim slim",
  shirt: "chemisier blouse chemisette liquette",
  shorts: "short bermuda bloomer pantacourt",
  tracksuit: "survêtement survet jogging training bas de jogging sport",
  sweater: "pull gilet cardigan sweatshirt hoodie pullover polaire capuche laine sous-pull chandail",
  raincoat: "k-way kway ciré coupe-vent cape de pluie imper",
  jacket: "veste en jean blouson bombers bomber blazer veste sans manche doudoune sans manche perfecto",
  coat: "doudoune parka anorak caban duffle-coat duffle trench blouson d’hiver combinaison de ski combi-pilote",
  layette: "brassière bébé nouveau-né naissance barboteuse ensemble bébé bavoir moufles bébé",
  bodysuit: "bodys bodies body manches longues",
  pyjamas: "pyjama grenouillère dors-bien surpyjama pijama chemise de nuit",
  other_clothes:
    "maillot de bain déguisement costume carnaval tenue de danse justaucorps tutu peignoir cape tablier",
  sport_shoes:
    "crampons chaussures de foot chaussons de danse ballerines de danse chaussures de ski chaussures de randonnée rando patins rollers bottes d’équitation boots équitation chaussons d’escalade",
  rain_boots: "bottes en caoutchouc bottes aigle bottes jardin",
  snow_boots: "après-ski moon boots bottes fourrées bottes de ski",
  baby_shoes:
    "chaussures bébé premiers pas chaussons cuir souple sandales bébé baskets bébé bottines bébé petites pointures",
  stroller: "poussette canne poussette double landau nacelle buggy combiné châssis poussette trio yoyo",
  cot_bumper: "tour de lit tresse de lit contour de lit",
  childcare_other:
    "gigoteuse turbulette porte-bébé écharpe de portage transat chaise haute parc lit parapluie lit bébé babyphone écoute-bébé table à langer matelas à langer sac à langer chauffe-biberon stérilisateur tapis d’éveil mobile balancelle trotteur youpala barrière de sécurité veilleuse réhausseur de table couverture bébé cape de bain nid d’ange chancelière ombrelle moustiquaire harnais humidificateur thermomètre tire-lait doudou plaid bébé",
  toy: "lego duplo playmobil barbie poupée poupon dînette cuisine marchande voiture petites voitures garage train circuit camion tracteur figurine pokémon kapla cubes établi déguisement hochet jouet d’éveil robot dinosaure château fort maison de poupées instrument de musique guitare xylophone piano peinture loisirs créatifs pâte à modeler perles tablette enfant vtech magnétique sylvanian pat patrouille",
  board_game:
    "monopoly uno dobble cartes jeu de cartes jeu de plateau échecs dames mémory loto domino mille bornes cluedo scrabble trivial pursuit casse-tête dés",
  puzzle: "casse-tête encastrement puzzle en bois puzzle ravensburger",
  video_game: "jeu switch nintendo ds wii playstation ps4 ps5 xbox jeux vidéo",
  soft_toy: "nounours ours en peluche doudou marionnette lapin",
  outdoor_toy:
    "vélo tricycle trottinette draisienne porteur balançoire toboggan bac à sable pelle seau ballon cerf-volant corde à sauter boules pétanque cabane tente skate patins raquettes de plage",
  child_book:
    "album imagier bd bande dessinée manga roman jeunesse conte livre cartonné livre sonore cahier de vacances coloriage documentaire premier lecteur j’aime lire",
  adult_book: "roman policier polar livre de cuisine bd adulte poche biographie guide essai science-fiction",
  child_magazines: "magazines j’aime lire popi toboggan astrapi picsou revues journal de mickey",
  handbag: "sac bandoulière pochette cabas besace sac à dos femme",
  scarf: "écharpe étole chèche snood tour de cou châle",
  ski_gear: "gants de ski moufles masque de ski lunettes de ski",
  hat: "casquette chapeau bob béret cagoule bandeau bonnet de bain chapeau de soleil",
  accessory_other:
    "ceinture bretelles gants sac à dos cartable sac de sport trousse bijou collier bracelet barrette parapluie montre porte-monnaie étui tablier",
  sport_item:
    "raquette tennis badminton skis ski snowboard luge roller patins à glace trottinette ballon vélo protections genouillères tapis de gym équitation planche boule de pétanque palmes masque tuba sac de couchage tente",
  other_item: "divers veilleuse boîte rangement coffre",
};

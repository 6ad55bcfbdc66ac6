"""The rest of what label-studio-sdk offers: every module that has a meaning without Label Studio Enterprise, and the client of its 1.x releases.

LABEL_STUDIO_URL, LABEL_STUDIO_API_KEY (a legacy token) and FILES_ROOT (a folder that the server may read) come from the environment.
Ends with 1 at the first check that fails; prints `N passed, 0 failed`.
"""
import asyncio, csv, io, json, os, tempfile, time, uuid, zipfile
import httpx
from label_studio_sdk import AsyncLabelStudio
from label_studio_sdk._legacy import Client
from label_studio_sdk.client import LabelStudio
from label_studio_sdk.data_manager import Column, Filters, Operator, Type
from label_studio_sdk.label_interface import LabelInterface
from label_studio_sdk.label_interface.objects import PredictionValue, TaskValue
from checking import check, finish, refused

URL, KEY, FILES = os.environ['LABEL_STUDIO_URL'], os.environ['LABEL_STUDIO_API_KEY'], os.environ['FILES_ROOT']


def box(label, region, **more):
    value = {'x': 10, 'y': 20, 'width': 30, 'height': 15, 'rotation': 0, 'rectanglelabels': [label]}
    return {'id': region, 'type': 'rectanglelabels', 'from_name': 'label', 'to_name': 'image', 'original_width': 640,
            'original_height': 480, 'image_rotation': 0, 'value': value, **more}


CONFIG = '<View><Image name="image" value="$image"/><RectangleLabels name="label" toName="image"><Label value="Car"/><Label value="Person"/></RectangleLabels></View>'
ls = LabelStudio(base_url=URL, api_key=KEY)
raw = httpx.Client(base_url=URL, headers={'Authorization': f'Token {KEY}'})

# --- users, organization, tokens ---
me = ls.users.whoami()
check(ls.users.get_current_user().id == me.id and ls.users.get_token().token == KEY, 'users.get_current_user, get_token')
check(ls.users.update_current_user(first_name='Ada').first_name == 'Ada', 'users.update_current_user')
mail = f'{uuid.uuid4().hex[:8]}@example.com'
user = ls.users.create(email=mail, first_name='B', username='bee')
check(user.email == mail and ls.users.get(id=user.id).first_name == 'B', 'users.create, get')
check(ls.users.update(id=user.id, last_name='Lovelace').last_name == 'Lovelace', 'users.update')
check(mail in [one.email for one in ls.users.list()], 'users.list')
ls.users.delete(id=user.id)
refused(404, lambda: ls.users.get(id=user.id), 'a deleted user')
refused(400, lambda: ls.users.delete(id=me.id), 'the last administrator')
check([one.id for one in ls.organizations.list()] == [me.active_organization], 'organizations.list')
check(ls.organizations.get(id=me.active_organization).title != '', 'organizations.get')
check(me.id in [one.user.id for one in ls.organizations.members.list(id=me.active_organization)], 'organizations.members.list')
check(ls.jwt_settings.get().api_tokens_enabled is True, 'jwt_settings.get')
check(ls.versions.get().edition == 'Community', 'versions.get')

# --- projects ---
project = ls.projects.create(title='wide ' + uuid.uuid4().hex[:8], label_config=CONFIG, expert_instruction='<b>look</b>', show_instruction=True,
                             show_skip_button=False, sampling='Uniform sampling', maximum_annotations=2, enable_empty_annotation=False)
check((project.sampling, project.show_skip_button, project.maximum_annotations) == ('Uniform sampling', False, 2), 'projects.create with settings')
got = ls.projects.get(id=project.id)
check(got.expert_instruction == '<b>look</b>' and got.created_by.id == me.id and got.parsed_label_config['label']['labels'] == ['Car', 'Person'], 'projects.get')
check([one.id for one in ls.projects.list(ids=str(project.id), include='id', filter='all')] == [project.id], 'projects.list by ids')
check(project.id in [one.id for one in ls.projects.list(title='wide', ordering='-id')], 'projects.list by title')
counts = ls.projects.list_counts(ids=str(project.id)).results
check([one.id for one in counts] == [project.id], 'projects.list_counts')
check(ls.projects.validate_label_config(id=project.id, label_config=CONFIG) is not False, 'projects.validate_label_config')
refused(400, lambda: ls.projects.validate_label_config(id=project.id, label_config='<View><Labels name="a" toName="b"/></View>'), 'a config that points nowhere')
check(ls.projects.update(id=project.id, maximum_annotations=1, is_published=True, color='#123456').color == '#123456', 'projects.update')
refused(400, lambda: ls.projects.update(id=project.id, sampling='Random sampling'), 'a sampling nobody has')
refused(404, lambda: ls.projects.update(id=999999, title='nobody'), 'a project that is not there')
check(ls.projects.list_unique_annotators(id=project.id) == [], 'projects.list_unique_annotators')

# --- import with every parameter ---
first = ls.projects.import_tasks(id=project.id, return_task_ids=True, commit_to_project=False, request=[{'image': 'x.jpg'}])
check(first.task_count == 1 and ls.projects.get(id=project.id).task_number == 0, 'import_tasks without commit only counts')
check(raw.post(f'/api/projects/{project.id}/import', json={'image': 'lone.jpg'}).json()['task_count'] == 1, 'one task that is no list')
imported = ls.projects.import_tasks(id=project.id, return_task_ids=True, request=[
    {'data': {'image': f'http://x/{k}.jpg', 'k': k, 'city': ['Rome', 'Paris', 'Oslo'][k % 3]}, 'meta': {'n': k},
     'annotations': [{'result': [box('Car', f'r{k}')], 'ground_truth': k == 0, 'lead_time': 1.5 + k}] if k < 4 else [],
     'predictions': [{'model_version': f'v{k % 2}', 'score': k / 10, 'result': [box('Person', f'p{k}', score=0.5)]}] if k < 6 else []}
    for k in range(10)])
ids = imported.task_ids
check(len(ids) == 10 and imported.annotation_count == 4 and imported.prediction_count == 6, 'import_tasks with annotations and predictions')
refused(400, lambda: ls.projects.import_tasks(id=project.id, request=[{'img': 'x'}]), 'a task without its data')
refused(400, lambda: ls.projects.import_tasks(id=project.id, request=[]), 'no tasks')
refused(404, lambda: ls.projects.import_tasks(id=999999, request=[{'image': 'x'}]), 'import into nothing')
status = ls.tasks.create_many_status(id=project.id, import_pk=raw.post(f'/api/projects/{project.id}/import', params={'async': 'true', 'return_task_ids': 'true'}, json=[{'image': 'later.jpg'}]).json()['import'])
deadline = time.time() + 30
while status.status != 'completed' and time.time() < deadline:
    time.sleep(0.05)
    status = ls.tasks.create_many_status(id=project.id, import_pk=status.id)
check(status.task_count == 1 and len(status.task_ids) == 1, 'tasks.create_many_status follows an import in the background')
ls.tasks.delete(id=str(status.task_ids[0]))
texts = ls.projects.create(title='preannotated', label_config='<View><Text name="text" value="$text"/><Choices name="mood" toName="text"><Choice value="good"/></Choices></View>')
ls.projects.import_tasks(id=texts.id, preannotated_from_fields=['mood'], request=[{'text': 'hello', 'mood': 'good'}])
pre = ls.predictions.list(project=texts.id)[0]
check(pre.model_version == 'preannotated' and pre.result[0]['value'] == {'choices': ['good']}, 'preannotated_from_fields')

# --- files ---
sent = raw.post(f'/api/projects/{texts.id}/import', params={'commit_to_project': 'false'}, files={'f': ('two.txt', 'one\ntwo')}).json()
listed = ls.files.list(id=texts.id, all_=True)
check([one.id for one in listed] == sent['file_upload_ids'], 'files.list')
got = ls.files.get(id=listed[0].id)
check(got.size == 7 and ls.files.update(id=got.id).id == got.id, 'files.get, update')
ls.files.download(filename=got.file.removeprefix('upload/'))
check(raw.get('/data/' + got.file).text == 'one\ntwo', 'files.download')
check(raw.post(f'/api/projects/{texts.id}/reimport', json={'file_upload_ids': [got.id], 'files_as_tasks_list': True}).json()['task_count'] == 2, 'reimport')
ls.files.delete(id=got.id)
refused(404, lambda: ls.files.get(id=got.id), 'a deleted file')
ls.files.delete_many(id=texts.id)
check(ls.files.list(id=texts.id, all_=True) == [], 'files.delete_many')
ls.projects.delete(id=texts.id)

# --- tasks ---
page = ls.tasks.list(project=project.id, page=1, page_size=4, fields='task_only')
check(len(page.items) == 4 and not page.items[0].annotations, 'tasks.list of one page, without annotations')
check(len(list(ls.tasks.list(project=project.id, page_size=3))) == 11, 'tasks.list goes over pages')
only = list(ls.tasks.list(project=project.id, include='id,data', only_annotated=False, resolve_uri=True))
check(len(only) == 11 and only[1].data['k'] == 0, 'tasks.list with include')
query = json.dumps({'filters': Filters.create(Filters.AND, [Filters.item(Column.data('k'), Operator.GREATER_OR_EQUAL, Type.Number, Filters.value(3)),
                                                           Filters.item(Column.total_predictions, Operator.EQUAL, Type.Number, Filters.value(1))]),
                    'ordering': ['-tasks:data.k']})
check([task.data['k'] for task in ls.tasks.list(project=project.id, query=query)] == [5, 4, 3], 'tasks.list with filters and order')
for operator, value, expected in [('contains', 'ari', 3), ('not_contains', 'ari', 8), ('equal', 'Oslo', 3), ('regex', '^R', 4), ('empty', True, 1)]:
    item = {'filter': 'filter:tasks:data.city', 'operator': operator, 'type': 'String', 'value': value}
    found = list(ls.tasks.list(project=project.id, query=json.dumps({'filters': {'conjunction': 'and', 'items': [item]}})))
    check(len(found) == expected, f'filter {operator}: {len(found)}')
for column, operator, kind, value, expected in [('id', 'in', 'Number', {'min': ids[0], 'max': ids[2]}, 3), ('predictions_score', 'less', 'Number', 0.2, 2),
                                                ('created_at', 'greater', 'Datetime', '2020-01-01T00:00:00.000Z', 11), ('completed_at', 'empty', 'Datetime', False, 4),
                                                ('annotators', 'contains', 'List', [me.id], 4), ('predictions_model_versions', 'contains', 'String', 'v1', 3),
                                                ('annotations_results', 'contains', 'String', 'Car', 4), ('total_annotations', 'not_equal', 'Number', 0, 4)]:
    item = {'filter': f'filter:tasks:{column}', 'operator': operator, 'type': kind, 'value': value}
    found = list(ls.tasks.list(project=project.id, query=json.dumps({'filters': {'conjunction': 'and', 'items': [item]}})))
    check(len(found) == expected, f'filter {column} {operator}: {len(found)}')
chosen = json.dumps({'selectedItems': {'all': False, 'included': ids[:2]}})
check([task.id for task in ls.tasks.list(project=project.id, query=chosen)] == ids[:2], 'selectedItems choose')
task = ls.tasks.create(project=project.id, data={'image': 'new.jpg'}, meta={'by': 'hand'})
check(task.meta == {'by': 'hand'} and task.project == project.id, 'tasks.create with meta')
check(ls.tasks.update(id=str(task.id), meta={'by': 'me'}).meta == {'by': 'me'} and ls.tasks.get(id=str(task.id)).data == {'image': 'new.jpg'}, 'tasks.update of meta leaves data')
refused(400, lambda: ls.tasks.create(project=project.id, data={'none': 1}), 'tasks.create without the data that is shown')
refused(404, lambda: ls.tasks.get(id='999999'), 'a task that is not there')

# --- annotations and predictions ---
annotation = ls.annotations.create(id=task.id, result=[box('Car', 'n1')], ground_truth=True, was_cancelled=False, lead_time=3.25, unique_id=str(uuid.uuid4()))
check(annotation.ground_truth is True and ls.annotations.update(id=annotation.id, ground_truth=False, lead_time=4).lead_time == 4, 'annotations.create, update')
bulk = ls.annotations.create_bulk(tasks=ids[6:8], result=[box('Person', 'b1')], lead_time=1)
check(len(bulk) == 2 and [len(ls.annotations.list(id=one)) for one in ids[6:8]] == [1, 1], 'annotations.create_bulk')
check(ls.annotations.delete_bulk(ids=[one.id for one in bulk], project=project.id).deleted_count == 2, 'annotations.delete_bulk')
refused(400, lambda: ls.annotations.create_bulk(tasks=[ids[0], 999999], result=[]), 'create_bulk with a task that is not there')
refused(404, lambda: ls.annotations.get(id=999999), 'an annotation that is not there')
prediction = ls.predictions.create(task=task.id, result=[box('Car', 'q1')], score=0.25, model_version='m', cluster=3, mislabeling=0.5)
check((prediction.cluster, prediction.mislabeling) == (3, 0.5) and ls.predictions.get(id=prediction.id).score == 0.25, 'predictions.create keeps cluster and mislabeling')
check(ls.predictions.update(id=prediction.id, model_version='m2', cluster=4).cluster == 4, 'predictions.update')
check(len(ls.predictions.list(task=task.id)) == 1 and len(ls.predictions.list(project=project.id)) == 7, 'predictions.list')
check(ls.projects.import_predictions(id=project.id, request=[{'task': one, 'result': [], 'score': 0.1, 'model_version': 'bulk'} for one in ids]).created == 10, 'projects.import_predictions of many')
refused(400, lambda: ls.projects.import_predictions(id=project.id, request=[{'task': 999999, 'result': []}]), 'a prediction of another project')
ls.predictions.delete(id=prediction.id)
refused(404, lambda: ls.predictions.get(id=prediction.id), 'a deleted prediction')

# --- label interface: a typed way to make predictions ---
interface = LabelInterface(CONFIG)
region = interface.get_control('label').create_regions if hasattr(interface.get_control('label'), 'create_regions') else None
made = PredictionValue(model_version='typed', score=0.9, result=[interface.get_control('label').label(['Car'], x=1, y=2, width=3, height=4, rotation=0).model_dump(by_alias=True, exclude_none=True)])
typed = ls.predictions.create(task=ids[0], **made.model_dump())
check(typed.result[0]['value']['rectanglelabels'] == ['Car'], 'a prediction of label_interface')
check(ls.projects.get(id=project.id).get_label_interface().find_tags('object') != [], 'ProjectExt.get_label_interface')

# --- views and actions ---
view = ls.views.create(project=project.id, data={'title': 'first', 'filters': {'conjunction': 'and', 'items': []}, 'ordering': ['tasks:id'], 'hiddenColumns': {'explore': []}})
other = ls.views.create(project=project.id, data={'title': 'second'})
check([one.id for one in ls.views.list(project=project.id)] == [view.id, other.id], 'views.list')
check(ls.views.update(id=view.id, project=project.id, data={'title': 'renamed'}).data['title'] == 'renamed', 'views.update')
ls.views.update_order(project=project.id, ids=[other.id, view.id])
check([one.id for one in ls.views.list(project=project.id)] == [other.id, view.id], 'views.update_order')
ls.views.delete(id=other.id)
ls.views.delete_all(project=project.id)
check(ls.views.list(project=project.id) == [], 'views.delete, delete_all')
check('delete_tasks' in [one['id'] if isinstance(one, dict) else one.id for one in raw.get('/api/dm/actions/', params={'project': project.id}).json()], 'actions.list')
ls.actions.create(id='predictions_to_annotations', project=project.id, selected_items={'all': False, 'included': [ids[9]]})
check(len(ls.annotations.list(id=ids[9])) == 1, 'actions.create: predictions_to_annotations')
ls.actions.create(id='delete_tasks_annotations', project=project.id, selected_items={'all': False, 'included': [ids[9]]})
ls.actions.create(id='delete_tasks_predictions', project=project.id, selected_items={'all': False, 'included': ids[6:]})
check(ls.annotations.list(id=ids[9]) == [] and ls.predictions.list(task=ids[9]) == [], 'actions.create: delete_tasks_annotations, delete_tasks_predictions')

# --- exports ---
exports = ls.projects.exports
check(len(exports.as_json(project.id)) == 12, 'exports.as_json')
check(list(exports.as_pandas(project.id)['id']) != [], 'exports.as_pandas')
check(exports.as_file(project.id, export_type='JSON_MIN').read(1) == b'[', 'exports.as_file')
for kind in ['COCO', 'YOLO', 'VOC', 'YOLO_OBB', 'CSV', 'TSV', 'JSON_MIN', 'JSON']:
    content = exports.as_binary(project.id, export_type=kind)
    check(zipfile.is_zipfile(io.BytesIO(content)) == (kind in ('COCO', 'YOLO', 'VOC', 'YOLO_OBB')) and len(content) > 100, f'exports.as_binary {kind}')
refused(400, lambda: exports.as_binary(project.id, export_type='COCOA'), 'a format nobody knows')
chunks = b''.join(exports.download_sync(id=project.id, export_type='CSV', download_all_tasks=True, download_resources=False, ids=[ids[0], ids[5]]))
check(len(list(csv.DictReader(io.StringIO(chunks.decode())))) == 2, 'exports.download_sync with ids')
snapshot = exports.create(id=project.id, title='all', task_filter_options={'finished': 'only'}, annotation_filter_options={'usual': True, 'ground_truth': True},
                          serialization_options={'drafts': {'only_id': True}, 'predictions': {'only_id': False}, 'annotations__completed_by': {'only_id': False}, 'interpolate_key_frames': False})
deadline = time.time() + 30
while exports.get(id=project.id, export_pk=snapshot.id).status != 'completed' and time.time() < deadline:
    time.sleep(0.1)
held = json.loads(b''.join(exports.download(id=project.id, export_pk=snapshot.id, export_type='JSON')))
check(len(held) == 5 and held[0]['annotations'][0]['completed_by']['email'] == me.email, 'exports.create with options')
for kind in ['CSV', 'COCO', 'YOLO']:
    exports.convert(id=project.id, export_pk=snapshot.id, export_type=kind, download_resources=False)
    check(len(b''.join(exports.download(id=project.id, export_pk=snapshot.id, export_type=kind))) > 100, f'exports.convert, download {kind}')
refused(400, lambda: exports.convert(id=project.id, export_pk=snapshot.id, export_type='NOPE'), 'a conversion to nothing')
refused(400, lambda: exports.create(id=project.id, task_filter_options={'skipped': 'maybe'}), 'an option that is none')
refused(404, lambda: exports.get(id=project.id, export_pk=999999), 'a snapshot that is not there')
exports.delete(id=project.id, export_pk=snapshot.id)

# --- storages, webhooks, machine learning ---
source = ls.import_storage.local.create(project=project.id, path=os.path.join(FILES, 'images'), use_blob_urls=True, title='s', description='d', regex_filter='.*jpg')
check(ls.import_storage.local.get(id=source.id).description == 'd' and ls.import_storage.local.update(id=source.id, path=os.path.join(FILES, 'images'), title='t').title == 't', 'import_storage.local')
ls.import_storage.local.delete(id=source.id)
check('s3' in [one.name for one in ls.import_storage.list_types()] and 'localfiles' in [one.name for one in ls.export_storage.list_types()], 'storage types')
check(ls.import_storage.s3.list(project=project.id) == [] and ls.export_storage.s3.list(project=project.id) == [], 'storages in buckets: none')
check(ls.import_storage.gcs.list(project=project.id) == [] and ls.export_storage.azure.list(project=project.id) == [] and ls.import_storage.redis.list(project=project.id) == [], 'storages of other clouds: none')
refused(400, lambda: ls.import_storage.gcs.create(project=project.id, bucket='b'), 'a storage of another cloud')
check(refused(403, lambda: ls.import_storage.s3.create(project=project.id, bucket='b', s3endpoint='http://127.0.0.1:1', aws_access_key_id='a', aws_secret_access_key='b'), 'a bucket in a private net')['code'] == 'address-private', 'says why')
hook = ls.webhooks.create(url='https://example.invalid/h', project=project.id, actions=['TASKS_CREATED'], send_for_all_actions=False, is_active=False)
check(ls.webhooks.update(id=hook.id, url='https://example.invalid/i', is_active=False).url.endswith('/i') and [one.id for one in ls.webhooks.list(project=str(project.id))] == [hook.id], 'webhooks.update, list')
check('TASKS_CREATED' in json.dumps(raw.get('/api/webhooks/info/').json()), 'webhooks.info')
ls.webhooks.delete(id=hook.id)
check(ls.ml.list(project=project.id) == [], 'ml.list: none')
check('predictions' in refused(400, lambda: ls.ml.create(url='http://localhost:9090', project=project.id), 'ml.create')['hint'], 'says what to do instead')
refused(404, lambda: ls.ml.get(id=1), 'ml.get')
refused(404, lambda: ls.ml.train(id=1), 'ml.train')
refused(404, lambda: ls.comments.list(), 'what only Label Studio Enterprise has')


# --- asynchronous client ---
async def asynchronous():
    client = AsyncLabelStudio(base_url=URL, api_key=KEY)
    names = [one.id async for one in await client.tasks.list(project=project.id, page_size=5)]
    exported = await client.projects.exports.as_json(project.id)
    return (await client.users.whoami()).id, names, exported

user_id, names, exported = asyncio.run(asynchronous())
check(user_id == me.id and len(names) == len(exported) == 12, 'AsyncLabelStudio')

# --- the client of label-studio-sdk 1.x ---
legacy = Client(url=URL, api_key=KEY)
check(legacy.check_connection()['status'] == 'UP', 'Client.check_connection')
check(legacy.get_organization()['id'] == 1 and me.email in [one.email for one in legacy.get_users()], 'Client.get_organization, get_users')
old = legacy.start_project(title='legacy ' + uuid.uuid4().hex[:8], label_config=CONFIG)
check(old.id in [one.id for one in legacy.list_projects()] and legacy.get_project(old.id).get_params()['id'] == old.id, 'Client.start_project, list_projects, get_project')
check(old.parsed_label_config['label']['type'] == 'RectangleLabels', 'Project.parsed_label_config')
task_ids = old.import_tasks([{'data': {'image': f'{k}.jpg', 'k': k}, 'predictions': [{'result': [box('Car', f'l{k}')], 'model_version': 'one'}]} for k in range(5)])
check(len(task_ids) == 5, 'Project.import_tasks')
with tempfile.NamedTemporaryFile('w', suffix='.csv', delete=False) as file:
    file.write('image,k\na.jpg,7\n')
check(len(old.import_tasks(file.name)) == 1, 'Project.import_tasks of a file')
check(len(old.get_tasks()) == 6 and old.get_tasks_ids() == [task['id'] for task in old.get_tasks()], 'Project.get_tasks, get_tasks_ids')
filters = Filters.create(Filters.OR, [Filters.item(Column.data('k'), Operator.LESS, Type.Number, Filters.value(2)), Filters.item(Column.data('k'), Operator.EQUAL, Type.Number, Filters.value(7))])
check([task['data']['k'] for task in old.get_tasks(filters=filters, ordering=['-' + Column.id])] == [7, 1, 0], 'Project.get_tasks with filters')
check(old.get_tasks(selected_ids=task_ids[:2], only_ids=True) == task_ids[:2], 'Project.get_tasks of some')
made = old.create_annotation(task_ids[0], result=[box('Car', 'm')], lead_time=2)
check(old.get_annotation(made['id'])['id'] == made['id'] and len(old.list_annotations(task_ids[0])) == 1, 'Project.create_annotation, list_annotations')
check(old.update_annotation(made['id'], result=[])['result'] == [] and old.delete_annotation(made['id']) == 204, 'Project.update_annotation, delete_annotation')
old.create_annotation(task_ids[1], result=[box('Person', 'm2')])
check(old.create_prediction(task_ids[2], result=[box('Car', 'm3')], score=0.5, model_version='two')['model_version'] == 'two', 'Project.create_prediction')
check(old.create_predictions([{'task': task_ids[3], 'result': [], 'model_version': 'two'}])['created'] == 1, 'Project.create_predictions')
check(old.get_model_versions() == {'one': 5, 'two': 2} and round(old.get_predictions_coverage()['two'], 2) == 0.33, 'Project.get_model_versions, get_predictions_coverage')
check(old.create_annotations_from_predictions(model_versions=['one'])['processed_items'] >= 1, 'Project.create_annotations_from_predictions')
check(len(old.get_labeled_tasks()) >= 5 and isinstance(old.get_unlabeled_tasks_ids(), list), 'Project.get_labeled_tasks, get_unlabeled_tasks_ids')
check(old.update_task(task_ids[0], meta={'z': 1})['meta'] == {'z': 1} and old.get_task(task_ids[0])['id'] == task_ids[0], 'Project.update_task, get_task')
old.set_params(title='legacy renamed', maximum_annotations=3)
check(old.get_params()['maximum_annotations'] == 3, 'Project.set_params')
old.set_published(True)
saved = old.create_view(filters=filters, title='tab')
check([one['id'] for one in old.get_views()] == [saved['id']], 'Project.create_view, get_views')
check(len(old.get_tasks(view_id=saved['id'])) == 3, 'Project.get_tasks of a view')
check(len(old.export_tasks()) >= 5 and len(old.export_tasks(download_all_tasks=True)) == 6, 'Project.export_tasks')
with tempfile.TemporaryDirectory() as folder:
    place = old.export_tasks(export_type='COCO', export_location=os.path.join(folder, 'coco.zip'))
    check(zipfile.is_zipfile(place), 'Project.export_tasks into a file')
    snap = old.export_snapshot_create('snap', interpolate_key_frames=False)
    while old.export_snapshot_status(snap['id']).is_in_progress():
        time.sleep(0.1)
    check(old.export_snapshot_download(snap['id'], export_type='JSON', path=folder)[0] == 200 and len(old.export_snapshot_list()) == 1, 'Project.export_snapshot_create, download')
    check(old.export_snapshot_delete(snap['id']) == 204, 'Project.export_snapshot_delete')
    check(os.path.getsize(os.path.join(folder, old.export(filters=filters, export_type='CSV', output_dir=folder)['filename'])) > 50, 'Project.export with filters')
os.environ['LABEL_STUDIO_LOCAL_FILES_DOCUMENT_ROOT'] = FILES
check(old.connect_local_import_storage(os.path.join(FILES, 'images'))['type'] == 'localfiles' and len(old.get_import_storages()) == 1 and old.get_export_storages() == [], 'Project.connect_local_import_storage')
check(old.sync_import_storage('localfiles', old.get_import_storages()[0]['id'])['status'] in ('completed', 'completed_with_errors'), 'Project.sync_import_storage')
old.delete_task(task_ids[0])
old.delete_tasks(task_ids[1:3])
check(not set(task_ids[:3]) & set(old.get_tasks_ids()), 'Project.delete_task, delete_tasks')
old.delete_all_tasks()
check(old.get_tasks() == [], 'Project.delete_all_tasks')
try:
    legacy.get_project(999999)
    check(False, 'a project that is not there: was not refused')
except Exception as error:
    check('404' in str(error) or 'No Project' in str(error), 'Client.get_project of nothing')
check(legacy.delete_project(old.id).status_code == 204, 'Client.delete_project')

ls.tasks.delete_all_tasks(id=project.id)
check(list(ls.tasks.list(project=project.id)) == [], 'tasks.delete_all_tasks')
ls.projects.delete(id=project.id)
finish()
